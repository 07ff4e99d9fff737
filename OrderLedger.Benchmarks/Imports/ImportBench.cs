using System.Globalization;
using OrderLedger.Api.Ledger;
using OrderLedger.Benchmarks.Compare;
using OrderLedger.Benchmarks.Limit;
using OrderLedger.Tests.Vendors.WooCommerce;

namespace OrderLedger.Benchmarks.Imports;

/// <summary>The verb <c>import woocommerce</c> beside an idle server, from a shop on this machine.</summary>
internal static class ImportBench
{
    public static async Task Run(int orders, TextWriter to, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var api = await ApiProcess.Start(folder.Path, stop);
        await using var database = Database.Connect(await Guest.ConnectionString(folder.Path, stop));
        await using var shop = await TestShop.Open();
        await to.WriteLineAsync("| orders | killed at | orders/s | peak MiB | in the ledger | events |");
        await to.WriteLineAsync("|---|---|---|---|---|---|");
        var made = DateTimeOffset.UtcNow.AddDays(-30);
        IReadOnlyList<Once> runs = [new("tenth", orders / 10, null), new("whole", orders, null), new("killed", orders, orders / 2)];
        foreach (var (store, count, killAt) in runs)
        {
            for (var id = 1; id <= count; id++)
                shop.Put(new(id, id % 5 == 0 ? "processing" : "completed", made, made.AddSeconds(id)));
            await VerbImport.Prepare(folder.Path, store, shop.Url, stop);
            if (killAt is { } at)
                await VerbImport.KilledAt(folder.Path, store, () => Count(database, store, stop), at, stop);
            var already = await Count(database, store, stop);
            var (seconds, peak) = await VerbImport.Run(folder.Path, store, stop);
            var events = (await database.Query(r => r.GetInt64(0), $"select count(*) from ledger.mt_events where tenant_id = '{store}'", stop))[0];
            var held = await Count(database, store, stop);
            var killed = killAt is null ? "" : already.ToString("N0", CultureInfo.InvariantCulture);
            await to.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"| {count:N0} | {killed} | {(count - already) / seconds:N0} | {peak:N0} | {held:N0} | {events:N0} |"));
        }
    }

    private static async Task<long> Count(Npgsql.NpgsqlDataSource database, string store, CancellationToken stop) =>
        (await database.Query(r => r.GetInt64(0), $"select count(*) from ledger.mt_doc_order where tenant_id = '{store}'", stop))[0];

    private sealed record Once(string Store, int Count, int? KillAt);
}
