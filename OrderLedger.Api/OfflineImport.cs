using OrderLedger.Api.Ledger.Restoring;
using OrderLedger.Api.Ledger.Shops;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;
using OrderLedger.Api.Pushes.Imports;
using OrderLedger.Api.Vendors.WooCommerce;
using OrderLedger.Api.Vendors.WooCommerce.Shops;

namespace OrderLedger.Api;

/// <summary>The counts of an import: orders read, orders that told something new, and orders that were refused.</summary>
internal sealed record Imported(long Orders, long Changed, long Refused);

/// <summary>The counts of a file's lines by what came of them, or would; the first refusals in words.</summary>
internal sealed record ImportedFile(IReadOnlyList<(string What, long Lines)> Counts, long Refused, IReadOnlyList<string> Refusals);

/// <summary>The imports without a server, for the verb.</summary>
internal static class OfflineImport
{
    /// <summary>Reads all orders of the store's shop; goes on where the last one was stopped.</summary>
    /// <exception cref="ShopException">The shop does not answer.</exception>
    public static Task<Imported> FromShop(IServiceProvider services, Store store, DateOnly? from, Action<long, long> told,
        CancellationToken stop) => Writing(services, async _ =>
    {
        var sum = await services.GetRequiredService<WooImport>().Run(store, from, told, stop);
        return new Imported(sum.Orders, sum.Changed, sum.Refused);
    }, stop);

    /// <summary>Reads the orders of a table; <paramref name="columns"/> are members by the names of their columns.</summary>
    public static Task<ImportedFile> FromCsv(IServiceProvider services, Store store, OrderFile file,
        IReadOnlyDictionary<string, string> columns, CancellationToken stop) =>
        FromRows(services, store, file, OrderRows.OfCsv(file.Path, columns, stop), stop);

    /// <summary>Reads the orders of a file with one of them on each line.</summary>
    public static Task<ImportedFile> FromNdjson(IServiceProvider services, Store store, OrderFile file, CancellationToken stop) =>
        FromRows(services, store, file, OrderRows.OfNdjson(file.Path, stop), stop);

    /// <summary>Whether a file is an export of a ledger.</summary>
    public static Task<bool> IsExport(string path, CancellationToken stop) => LedgerRestore.IsExport(path, stop);

    /// <summary>Fills an empty ledger with a whole export. The number of events.</summary>
    /// <exception cref="FormatException">The ledger is not empty, or the file is not whole or not right.</exception>
    public static Task<long> Restore(IServiceProvider services, string path, Action<long> told, CancellationToken stop) =>
        new LedgerRestore(services.GetRequiredService<Npgsql.NpgsqlDataSource>()).Run(path, told, stop);

    private static async Task<ImportedFile> FromRows(IServiceProvider services, Store store, OrderFile file,
        IAsyncEnumerable<OrderRow> rows, CancellationToken stop)
    {
        var import = new FileImport(store, order => Read(order, store));
        var report = file.IsRehearsal
            ? await import.Rehearse(rows, services.GetRequiredService<LedgerReader>(), file.Told, stop)
            : await Writing(services, writer => import.Run(rows, writer, file.Told, stop), stop);
        return new([
            ("new", report.Registered), ("changed", report.Changed), ("known already", report.Unchanged), ("older than what is known", report.Stale),
            ("with a member left out", report.Noted), ("refused", report.Refused),
        ], report.Refused, report.Refusals);
    }

    // As POST /api/orders takes them; an order with WooCommerce's own names of a store that speaks them as its webhook does.
    private static ReportedOrder Read(JsonElement order, Store store) =>
        WooOrder.IsOne(order) && WooOrder.WordsOf(store) == store.Vocabulary
            ? WooOrder.Read(order, store)
            : OwnOrder.Read(order, store);

    private static async Task<T> Writing<T>(IServiceProvider services, Func<LedgerWriter, Task<T>> work, CancellationToken stop)
    {
        var writer = services.GetRequiredService<LedgerWriter>();
        await writer.StartAsync(stop);
        try
        {
            return await work(writer);
        }
        finally
        {
            await writer.StopAsync(CancellationToken.None);
            await services.GetRequiredService<Duplicates>().Try(CancellationToken.None);
        }
    }
}

/// <summary>A file of orders, whether it is only tried, and who is told how many lines are done.</summary>
internal sealed record OrderFile(string Path, bool IsRehearsal, Action<long> Told);
