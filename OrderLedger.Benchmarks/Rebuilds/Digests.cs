using Npgsql;
using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Benchmarks.Rebuilds;

internal sealed record Digest(long Rows, string Md5);

/// <summary>Every row of every table of a projection, in a word: two tables with the same rows have the same one.</summary>
internal static class Digests
{
    // The writer leaves a cell of zeros where a rebuild has none; whoever reads leaves it out.
    private const string NoZeros =
        "where orders <> 0 or gross <> 0 or refunded <> 0 or ever_cancelled <> 0 or ever_failed <> 0 or ever_refunded <> 0";

    public static async Task<Dictionary<string, Digest>> Of(NpgsqlDataSource database, CancellationToken stop)
    {
        var digests = new Dictionary<string, Digest>();
        foreach (var table in Projection.All.SelectMany(p => p.Tables))
        {
            await using var command = database.CreateCommand($"""
                select count(*), coalesce(md5(string_agg(row_md5, '' order by row_md5)), '')
                  from (select md5(t::text) as row_md5 from ledger.{table} t {(table == "ol_kpi" ? NoZeros : "")}) as digested
                """);
            command.CommandTimeout = 600;
            await using var reader = await command.ExecuteReaderAsync(stop);
            await reader.ReadAsync(stop);
            digests[table] = new(reader.GetInt64(0), reader.GetString(1));
        }
        return digests;
    }
}
