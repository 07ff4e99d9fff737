using System.CommandLine;
using System.Globalization;
using OrderLedger.Api.Ledger;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Cli;

/// <summary>import: orders of a shop that can be asked, through the writer; a server may run meanwhile.</summary>
internal static class ImportVerb
{
    private static readonly Option<string> StoreName = new("--store") { Description = "The store they belong to.", Required = true };
    private static readonly Option<string?> From = new("--from") { Description = "Only orders made from this day on, e.g. 2026-01-31." };

    public static Command Make()
    {
        var shop = new Command(Dialects.WooCommerce.Name,
            "Reads all orders of the store's shop by its REST API. Stopped, it goes on where it was when it is run again.")
        {
            StoreName, From,
        };
        shop.SetAction((call, stop) => Session.Run(session => FromShop(call, session, stop), stop));
        return new Command("import", "Reads orders into the ledger. A known order is updated as by a webhook.") { shop };
    }

    private static async Task<int> FromShop(ParseResult call, Session session, CancellationToken stop)
    {
        var store = await StoreNamed(call.GetRequiredValue(StoreName), session, stop);
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
            await Console.Error.WriteLineAsync($"{away.Message} What is imported stays. Run it again, and it goes on from there.");
            return 1;
        }
    }

    private static string Said(Imported done) => string.Create(CultureInfo.InvariantCulture,
        $"{done.Orders:N0} orders read: {done.Changed:N0} new or changed, {done.Orders - done.Changed - done.Refused:N0} known already")
        + (done.Refused == 0 ? "." : string.Create(CultureInfo.InvariantCulture,
            $", {done.Refused:N0} refused. They are kept: see Refused pushes in the dashboard, or: replay --dry-run"));

    private static async Task<Store> StoreNamed(string name, Session session, CancellationToken stop) =>
        (await session.Get<StoreTable>().All(stop)).Find(s => s.Store.Name == name)?.Store
        ?? throw new UsageException($"There is no store '{name}'. Use: stores list");
}
