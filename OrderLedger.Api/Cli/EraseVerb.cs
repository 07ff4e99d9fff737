using System.CommandLine;

namespace OrderLedger.Api.Cli;

/// <summary>erase: takes what is personal of one order out of the ledger. Exit code 1 when there is no such order.</summary>
internal static class EraseVerb
{
    private static readonly Option<string> StoreName = new("--store") { Description = "The order's store.", Required = true };
    private static readonly Option<string> OrderId = new("--order") { Description = "The order's id.", Required = true };

    private static readonly Option<bool> IsRehearsal = new("--dry-run") { Description = "Only show what would be erased." };
    private static readonly Option<bool> IsSure = new("--yes") { Description = "Do not ask." };

    public static Command Make()
    {
        var verb = new Command("erase",
            "Erases an order's personal data: customer, addresses, items, notes, reasons. Statuses, amounts and every proof stay.")
        {
            StoreName, OrderId, IsRehearsal, IsSure,
        };
        verb.SetAction((call, stop) => Session.Run(session => Run(call, session, stop), stop));
        return verb;
    }

    private static async Task<int> Run(ParseResult call, Session session, CancellationToken stop)
    {
        var (name, order) = (call.GetRequiredValue(StoreName), call.GetRequiredValue(OrderId));
        var store = (await session.AnyStoreNamed(name, stop)).Store;
        if (await session.Get<LedgerReader>().WithDetails(new(name, order), stop) is not { } known)
        {
            await Console.Error.WriteLineAsync($"There is no order '{order}' in store '{name}'.");
            return 1;
        }
        var what = string.Create(CultureInfo.InvariantCulture,
            $"the personal data of order '{known.Order.Number}' of store '{name}' in events 1 to {known.Order.Version}");
        if (call.GetValue(IsRehearsal))
        {
            Console.WriteLine($"Would erase {what}. Nothing was done.");
            return 0;
        }
        if (!call.GetValue(IsSure) && !await Consent.Given($"Erase {what}", stop))
            return 1;
        if (await session.Writing(() => session.Get<Erasure>().Run(store, order, Operator.Here, stop), stop) is not { } erased)
            throw new UsageException($"Order '{order}' of store '{name}' is gone.");
        Console.WriteLine(erased.UpTo is null
            ? $"Order '{order}' of store '{name}': nothing to erase."
            : string.Create(CultureInfo.InvariantCulture,
                $"Order '{order}' of store '{name}': personal data of events 1 to {erased.UpTo} erased; recorded as version {erased.Version}."));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Refused pushes of this order that were deleted: {erased.RefusedPushes}."));
        if (await session.Get<RefusedOfOrders>().Naming(new(name, order), stop) is > 0 and var naming)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Other refused pushes with '{order}' in their body: {naming}. Look at them; they are deleted after 30 days (docs/privacy.md)."));
        return 0;
    }
}
