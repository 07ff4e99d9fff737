using System.CommandLine;

namespace OrderLedger.Api.Cli;

/// <summary>
/// stores remove: ends a store's keys and takes it off the lists. Its events stay, because the proof covers them; <c>--erase</c> takes what
/// is personal out of them.
/// </summary>
internal static class RemoveStore
{
    private static readonly Argument<string> Name = new("name") { Description = "The store's name." };
    private static readonly Option<bool> Erases =
        new("--erase") { Description = "Also erase the personal data of all its orders. Needed if the store has orders." };
    private static readonly Option<bool> IsRehearsal = new("--dry-run") { Description = "Only show what would be done." };
    private static readonly Option<bool> IsSure = new("--yes") { Description = "Do not ask." };

    public static Command Make()
    {
        var verb = new Command("remove", "Removes a store. Its keys stop working, and nobody can push to it or read it any more.")
        {
            Name, Erases, IsRehearsal, IsSure,
        };
        verb.SetAction((call, stop) => Session.Run(session => Run(call, session, stop), stop));
        return verb;
    }

    private static async Task<int> Run(ParseResult call, Session session, CancellationToken stop)
    {
        var known = await session.AnyStoreNamed(call.GetRequiredValue(Name), stop);
        var name = known.Store.Name;
        var orders = await session.Get<StoreTable>().Orders(name, stop);
        if (orders > 0 && !call.GetValue(Erases))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                $"Store '{name}' has {orders:N0} orders. Say --erase to erase their personal data; their statuses and amounts stay in the ledger."));
        var act = string.Create(CultureInfo.InvariantCulture, $"Remove store '{name}', its keys and its settings{(orders > 0
            ? $", and erase the personal data of {orders:N0} orders" : "")}");
        if (call.GetValue(IsRehearsal))
        {
            Console.WriteLine($"{act}: nothing was done.");
            return 0;
        }
        if (!call.GetValue(IsSure) && !await Consent.Given(act, stop))
            return 1;
        // The keys go first: what is pushed until they are gone is erased with the rest.
        var removed = await session.Get<StoreTable>().Remove(name, Operator.Here, stop);
        Console.WriteLine(removed ? $"Store '{name}' is removed. A running server follows within two seconds."
            : $"Store '{name}' was removed before.");
        if (call.GetValue(Erases))
            await Erase(known.Store, session, stop);
        return 0;
    }

    private static async Task Erase(Store store, Session session, CancellationToken stop)
    {
        // Until then a running server takes pushes, and keeps those it refuses.
        await Task.Delay(Keyring.ReadEvery, stop);
        var erased = await session.Writing(() => ImportProgress.Of(tell => session.Get<StoreErasure>().Run(store, Operator.Here,
            new Told(tell), stop), "erasing"), stop);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Orders whose personal data was erased: {erased:N0}."));
    }

    private sealed class Told(Action<long, long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value, 0);
    }
}
