using System.CommandLine;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Cli;

/// <summary>import: orders of a shop that can be asked, through the writer; a server may run meanwhile.</summary>
internal static class ImportVerb
{
    private static readonly Option<string> StoreName = new("--store") { Description = "The store of the orders.", Required = true };
    private static readonly Option<string?> From = new("--from") { Description = "Only orders made from this day on, e.g. 2026-01-31." };

    private static readonly Argument<FileInfo> Path = new("file") { Description = "The file." };
    private static readonly Option<string?> FileStore =
        new("--store") { Description = "The store of the orders. Not for an export, which names its own stores." };
    private static readonly Option<bool> DryRun =
        new("--dry-run") { Description = "Only show what each line would do, and write nothing." };
    private static readonly Option<string[]> Columns = new("--column")
    {
        Description = "A column whose name differs from the member's name, e.g. --column \"Order ID=id\". May be repeated.",
    };

    public static Command Make()
    {
        var shop = new Command(Dialects.WooCommerce.Name,
            "Reads all orders of the store's shop through its REST API. If it was stopped, the next run continues where it was.")
        {
            StoreName, From,
        };
        shop.SetAction((call, stop) => Session.Run(session => FromShop(call, session, stop), stop));
        var csv = new Command("csv", "Reads orders from a table whose first line names the members: id, status, total, currency, created_at ...")
        {
            Path, StoreName, Columns, DryRun,
        };
        csv.SetAction((call, stop) => Session.Run(session => FromCsv(call, session, stop), stop));
        var ndjson = new Command("ndjson",
            "Reads orders from a file with one JSON object per line, as POST /api/orders takes them. Or restores a whole export into an empty ledger.")
        {
            Path, FileStore, DryRun,
        };
        ndjson.SetAction((call, stop) => Session.Run(session => FromNdjson(call, session, stop), stop, makes: true));
        return new Command("import", "Reads orders into the ledger. An order that is known already is updated, as a webhook would do.") { shop, csv, ndjson };
    }

    private static async Task<int> FromCsv(ParseResult call, Session session, CancellationToken stop)
    {
        var store = (await session.StoreNamed(call.GetRequiredValue(StoreName), stop)).Store;
        var columns = (call.GetValue(Columns) ?? []).Select(pair => pair.Split('=', 2) is [{ Length: > 0 } column, { Length: > 0 } member]
            ? KeyValuePair.Create(column, member.ToLowerInvariant())
            : throw new UsageException($"--column takes COLUMN=MEMBER, e.g. \"Order ID=id\", not '{pair}'.")).ToDictionary();
        return await FromFile(call, told => OfflineImport.FromCsv(session.Services, store, told, columns, stop));
    }

    private static async Task<int> FromNdjson(ParseResult call, Session session, CancellationToken stop)
    {
        var path = Existing(call);
        if (await OfflineImport.IsExport(path, stop))
            return await Restore(call, session, path, stop);
        var named = call.GetValue(FileStore) ?? throw new UsageException("--store is needed: the store of these orders.");
        var store = (await session.StoreNamed(named, stop)).Store;
        return await FromFile(call, told => OfflineImport.FromNdjson(session.Services, store, told, stop));
    }

    private static async Task<int> Restore(ParseResult call, Session session, string path, CancellationToken stop)
    {
        if (call.GetValue(DryRun))
            throw new UsageException($"--dry-run does not work for an export. Verify it instead: {Operator.Command("verify --export FILE")}");
        var events = await ImportProgress.Of(told => OfflineImport.Restore(session.Services, path, done => told(done, 0), stop));
        await Seeding.BulkSeed.Project(session, stop);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{events:N0} events are restored, and everything that is made of them. An export holds no keys and no webhook secrets: make them again with the verbs keys add and stores set."));
        return 0;
    }

    private static async Task<int> FromFile(ParseResult call, Func<OrderFile, Task<ImportedFile>> import)
    {
        var path = Existing(call);
        try
        {
            var done = await ImportProgress.Of(told => import(new(path, call.GetValue(DryRun), lines => told(lines, 0))));
            Console.WriteLine((call.GetValue(DryRun) ? "Would be: " : "") + string.Join(", ", done.Counts.Where(c => c.Lines > 0)
                .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Lines:N0} {c.What}"))) + ".");
            foreach (var refusal in done.Refusals)
                Console.WriteLine(refusal);
            return done.Refused == 0 ? 0 : 1;
        }
        catch (LedgerUnavailableException away)
        {
            await Console.Error.WriteLineAsync($"{away.Message} The orders imported so far stay. Run it again: no order is taken twice.");
            return 1;
        }
    }

    private static string Existing(ParseResult call) => call.GetRequiredValue(Path) is { Exists: true } file
        ? file.FullName
        : throw new UsageException($"There is no file {call.GetRequiredValue(Path).FullName}.");

    private static async Task<int> FromShop(ParseResult call, Session session, CancellationToken stop)
    {
        var store = (await session.StoreNamed(call.GetRequiredValue(StoreName), stop)).Store;
        DateOnly? from = call.GetValue(From) is not { } text ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : throw new UsageException($"--from takes a day, e.g. 2026-01-31, not '{text}'.");
        try
        {
            var imported = await ImportProgress.Of(told => OfflineImport.FromShop(session.Services, store, from, told, stop));
            Console.WriteLine(Said(imported));
            return imported.Refused == 0 ? 0 : 1;
        }
        catch (LedgerUnavailableException away)
        {
            await Console.Error.WriteLineAsync($"{away.Message} The orders imported so far stay. Run it again, and it continues from there.");
            return 1;
        }
    }

    private static string Said(Imported done) => string.Create(CultureInfo.InvariantCulture,
        $"{done.Orders:N0} orders read: {done.Changed:N0} new or changed, {done.Orders - done.Changed - done.Refused:N0} known already")
        + (done.Refused == 0 ? "." : string.Create(CultureInfo.InvariantCulture,
            $", {done.Refused:N0} refused. They are kept: see Rejected in the dashboard, or: replay --dry-run"));
}
