using System.Diagnostics;
using Npgsql;
using OrderLedger.Api.Ledger;

namespace OrderLedger.Benchmarks.Audits;

/// <summary>
/// Measures what the indexes cost the writer: two copies of the entries' table, one without them, get the same rows in turns, 256 a
/// transaction as a full batch has them. Nothing waits for the disk, so that only the work is measured.
/// </summary>
internal static class InsertCost
{
    private const int Batch = 256;
    private const int Batches = 400;

    private const string Prepare =
        """
        create table ledger.bench_with (like ledger.ol_entry including all);
        create table ledger.bench_without (like ledger.ol_entry including all);
        do $$ declare name text; begin
            for name in select indexrelid::regclass::text from pg_index
                         where indrelid = 'ledger.bench_without'::regclass
                           and (pg_get_indexdef(indexrelid) like '%bloom%' or pg_get_indexdef(indexrelid) like '%WHERE unusual') loop
                execute 'drop index ' || name;
            end loop;
        end $$;
        insert into ledger.bench_with select * from ledger.ol_entry;
        insert into ledger.bench_without select * from ledger.ol_entry;
        """;

    /// <summary>Rows per second, of each the best round.</summary>
    public static async Task<(double Without, double With)> Measure(NpgsqlDataSource database, int rounds, CancellationToken stop)
    {
        await using (var connection = await database.OpenConnectionAsync(stop))
            foreach (var statement in (string[])[Prepare, "vacuum analyze ledger.bench_with", "vacuum analyze ledger.bench_without"])
                await connection.Run(statement, stop);
        var (without, with) = (0.0, 0.0);
        for (var round = 1; round <= rounds; round++)
        {
            without = Math.Max(without, await Fill(database, "bench_without", round, stop));
            with = Math.Max(with, await Fill(database, "bench_with", round, stop));
        }
        await database.Execute("drop table ledger.bench_with, ledger.bench_without", stop);
        return (without, with);
    }

    private static async Task<double> Fill(NpgsqlDataSource database, string table, int round, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await connection.Run("set synchronous_commit = off", stop);
        var began = Stopwatch.GetTimestamp();
        for (var batch = 0; batch < Batches; batch++)
            await connection.Run(
                $"""
                 insert into ledger.{table}
                 select seq_id + {round * 100_000_000L}, store, order_id, version, type, actor, source, status_from, status_to, phase, recorded_at,
                        occurred_at, correlation_id, unusual, stale, held, cycle
                   from ledger.ol_entry where seq_id > {batch * Batch} and seq_id <= {(batch + 1) * Batch}
                 """, stop);
        await connection.Run("reset synchronous_commit", stop);
        return Batch * Batches / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
