using System.CommandLine;
using OrderLedger.Api.Ledger.Rebuilding;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Cli.Seeding;

/// <summary>
/// seed: invented orders with plausible histories. An empty ledger gets them in bulk, each event recorded at its time; nothing is recorded
/// before what a ledger holds already, so there they come as pushes, now.
/// </summary>
internal static class SeedVerb
{
    /// <summary>Submissions on their way at once; well below the writer's queue.</summary>
    private const int UnderWayMax = 2_000;

    private static readonly Option<int> Count = new("--orders") { Description = "How many orders.", DefaultValueFactory = _ => 20_000 };
    private static readonly Option<int> Number =
        new("--seed") { Description = "A number; the same number makes the same orders on the same day.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> StoreName =
        new("--store") { Description = "The store of the orders.", DefaultValueFactory = _ => Bootstrap.StoreName };
    private static readonly Option<bool> Bulk =
        new("--bulk") { Description = "Fast, but only into an empty ledger." };
    private static readonly Option<int?> Events =
        new("--events") { Description = "With --bulk: about how many events, instead of --orders." };
    private static readonly Option<bool> Force = new("--force") { Description = "Add to a store that has orders." };

    public static Command Make()
    {
        var verb = new Command("seed", "Invents orders of the last 90 days with their status histories. In an empty ledger each event gets its own time. Otherwise the orders come as pushes of the present.")
        {
            Count, Number, StoreName, Force, Bulk, Events,
        };
        verb.SetAction((call, stop) => Session.Run(session => Seed(call, session, stop), stop));
        return verb;
    }

    private static async Task<int> Seed(ParseResult call, Session session, CancellationToken stop)
    {
        var (count, name) = (call.GetValue(Count), call.GetRequiredValue(StoreName));
        if (count is < 1 or > 10_000_000)
            throw new UsageException("--orders takes a number from 1 to 10000000.");
        if (call.GetValue(Events) is < 1 or > 30_000_000)
            throw new UsageException("--events takes a number from 1 to 30000000.");
        if (call.GetValue(Events) is not null && !call.GetValue(Bulk))
            throw new UsageException("--events goes with --bulk.");
        var store = (await session.StoreNamed(name, stop)).Store;
        var until = new DateTimeOffset(DateTimeOffset.UtcNow.Date, TimeSpan.Zero);
        SeedShop Shop() => new(call.GetValue(Number), until);
        if (call.GetValue(Bulk) || await EventImport.IsEmpty(session.Get<NpgsqlDataSource>(), stop))
            return await InBulk(session, store, Shop,
                call.GetValue(Events) is { } events ? SeedLives.OrdersFor(events, store, Shop) : count, stop);

        var known = await session.Get<StoreTable>().Orders(name, stop);
        if (known > 0 && !call.GetValue(Force))
            throw new UsageException($"Store '{name}' holds {known} orders. Add --force to add {count} more.");
        var orders = Shop().Orders(count, await session.Get<StoreTable>().NextNumericId(name, stop));
        var writer = session.Get<LedgerWriter>();
        await writer.StartAsync(stop);
        try
        {
            await SeedProgress.Run(count, "pushes", progress => Play(orders, store, writer, progress, stop));
        }
        finally
        {
            await writer.StopAsync(CancellationToken.None);
        }
        await Say(session, name, known + count, stop);
        return 0;
    }

    private static async Task<int> InBulk(Session session, Store store, Func<SeedShop> shop, int count, CancellationToken stop)
    {
        var database = session.Get<NpgsqlDataSource>();
        var orders = shop().Orders(count, await session.Get<StoreTable>().NextNumericId(store.Name, stop));
        await SeedProgress.Run(count, "events", progress =>
            BulkSeed.Import(database, new SeedLives(store).Parts(orders), progress, stop));
        await BulkSeed.Project(session, stop);
        await Say(session, store.Name, count, stop);
        return 0;
    }

    private static async Task Say(Session session, string store, long orders, CancellationToken stop)
    {
        var head = await session.Get<LedgerReader>().Head(stop);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Store '{store}' holds {orders} orders; the ledger stands at event {head}."));
    }

    // Submissions are decided in the order they are made, so nothing has to wait for the one before it.
    private static async Task Play(IEnumerable<SeedOrder> orders, Store store, LedgerWriter writer, SeedProgress progress,
        CancellationToken stop)
    {
        var rules = store.RulesFor(store.Vocabulary);
        var underWay = new Queue<Task<Answer>>();
        foreach (var order in orders)
        {
            foreach (var request in order.Requests)
            {
                stop.ThrowIfCancellationRequested();
                underWay.Enqueue(writer.Submit(new(new(store.Name, order.OrderId), request, rules, new("seed", "seed")),
                    CancellationToken.None));
                while (underWay.Count >= UnderWayMax)
                    Check(await underWay.Dequeue());
                progress.Done(0, 1);
            }
            progress.Done(1, 0);
        }
        foreach (var last in underWay)
            Check(await last);
    }

    private static void Check(Answer answer)
    {
        if (answer is Answer.Refused refused)
            throw new InvalidOperationException($"A seeded push was refused: {refused.Why}");
    }
}
