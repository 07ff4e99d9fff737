using System.CommandLine;
using System.Globalization;
using OrderLedger.Api.Ledger;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Cli;

/// <summary>erase: takes what is personal of one order out of the ledger. Exit code 1 when there is no such order.</summary>
internal static class EraseVerb
{
    private static readonly Option<string> StoreName = new("--store") { Description = "The order's store.", Required = true };
    private static readonly Option<string> OrderId = new("--order") { Description = "The order's id.", Required = true };

    public static Command Make()
    {
        var verb = new Command("erase",
            "Erases an order's personal data: customer, addresses, items, notes, reasons. Statuses, amounts and every proof stay.")
        {
            StoreName, OrderId,
        };
        verb.SetAction((call, stop) => Session.Run(session => Run(call, session, stop), stop));
        return verb;
    }

    private static async Task<int> Run(ParseResult call, Session session, CancellationToken stop)
    {
        var (name, order) = (call.GetRequiredValue(StoreName), call.GetRequiredValue(OrderId));
        var store = (await session.Get<StoreTable>().All(stop)).Find(s => s.Store.Name == name)?.Store
            ?? throw new UsageException($"There is no store '{name}'. Use: stores list");
        if (await Erase(session, store, order, stop) is not { } erased)
        {
            await Console.Error.WriteLineAsync($"There is no order '{order}' in store '{name}'.");
            return 1;
        }
        Console.WriteLine(erased.UpTo is null
            ? $"Order '{order}' of store '{name}': nothing to erase."
            : string.Create(CultureInfo.InvariantCulture,
                $"Order '{order}' of store '{name}': personal data of events 1 to {erased.UpTo} erased; recorded as version {erased.Version}."));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Refused pushes of it that were kept and are deleted: {erased.RefusedPushes}."));
        if (await session.Get<RejectedPushes>().Naming(new(name, order), stop) is > 0 and var naming)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Other refused pushes with '{order}' in their body: {naming}. Look at them; they go after 30 days (docs/privacy.md)."));
        return 0;
    }

    private static async Task<Erased?> Erase(Session session, Store store, string order, CancellationToken stop)
    {
        var writer = session.Get<LedgerWriter>();
        await writer.StartAsync(stop);
        try
        {
            return await session.Get<Erasure>().Run(store, order, Operator.Here, stop);
        }
        catch (LedgerUnavailableException away)
        {
            throw new UsageException($"{away.Message} Run it again.");
        }
        finally
        {
            await writer.StopAsync(CancellationToken.None);
        }
    }
}
