using System.Collections.Concurrent;
using System.Diagnostics;
using JasperFx.Events.Projections;
using Marten;
using Npgsql;

namespace OrderLedger.Tests.Ledger;

/// <summary>Applications that use the ledger through Marten beside its server.</summary>
public class OtherApplications(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    private static readonly string[] Projected = ["mt_doc_order", "mt_doc_order_details", "ol_kpi", "ol_kpi_source", "ol_entry"];

    private static readonly TimeSpan FollowMax = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_example_reads_appends_and_follows()
    {
        await ledger.Write(ledger.Register("example"), ledger.Push("example", "processing"));
        var said = new ConcurrentQueue<string>();
        using var example = Start(said);
        try
        {
            await Condition.Holds(async () => await Followed("processing") > 0, FollowMax, () => string.Join('\n', said));
            var before = await Followed("on-hold");
            await ledger.Write(ledger.Push("example", "on-hold"));
            await Condition.Holds(async () => await Followed("on-hold") == before + 1, FollowMax, () => string.Join('\n', said));
        }
        finally
        {
            example.Kill();
            await example.WaitForExitAsync();
        }

        said.ShouldContain("Order example is processing at version 2.");
        said.ShouldContain("  2: status_changed by tester");
        (await ledger.Ask<string>("select user_name || ': ' || type from ledger.mt_events where stream_id = 'example' and version = 3"))
            .ShouldBe("the example: note_added");
        (await ledger.FaultsAndProof()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Martens_daemon_fills_a_second_schema_with_the_same_rows()
    {
        await ledger.Write(ledger.Register("copied"), ledger.Push("copied", "processing"), ledger.Register("other", "2"));
        await ledger.Write(ledger.Push("copied", "completed"), ledger.Push("other", "on-hold"));
        foreach (var table in Projected)
            await ledger.Sql.Execute($"create schema if not exists copy; create table copy.{table} (like ledger.{table} including all)",
                CancellationToken.None);

        await using var store = DocumentStore.For(options =>
        {
            options.Connection(ledger.Sql);
            MartenSetup.Events(options);
            options.Projections.Add(new LedgerProjection("copy"), ProjectionLifecycle.Async, "copy");
        });
        using var daemon = await store.BuildProjectionDaemonAsync();
        await daemon.StartAllAsync();
        await ledger.Write(ledger.Push("other", "completed"));
        await daemon.WaitForNonStaleData(FollowMax);
        await daemon.StopAllAsync();

        foreach (var table in Projected)
            (await Rows("copy", table)).ShouldBe(await Rows("ledger", table), table);
    }

    private Process Start(ConcurrentQueue<string> said)
    {
        var connection = new NpgsqlConnectionStringBuilder(ledger.ConnectionString) { Pooling = false }.ConnectionString;
        var example = Process.Start(new ProcessStartInfo("dotnet", ["MartenExample.dll", connection, "shop", "example"])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        example.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        example.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        example.BeginOutputReadLine();
        example.BeginErrorReadLine();
        return example;
    }

    private async Task<long> Followed(string status)
    {
        try
        {
            return await ledger.Ask<long>($"select coalesce(sum(changes), 0)::bigint from example.changes_per_status where status = '{status}'");
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.InvalidSchemaName)
        {
            return 0;
        }
    }

    // A count that came and went is a row of zeros or none, depending on where a unit of work ends.
    private Task<string> Rows(string schema, string table) => ledger.Ask<string>(
        $"select string_agg(r::text, e'\n' order by r::text) from {schema}.{table} r {(table == "ol_kpi" ? "where orders <> 0" : "")}");
}
