using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Api.Cli.Seeding;

/// <summary>
/// Invented orders as events: each request is decided and folded as the writer would have done when it came, and the events of all orders
/// stand in the order of their coming, as in a real shop. Holds only the orders that are under way.
/// </summary>
internal sealed class SeedLives(Store store)
{
    /// <summary>Events in one part.</summary>
    private const int PartSize = 20_000;

    private readonly Rules rules = store.RulesFor(store.Vocabulary);
    private readonly Sender sender = new("seed", "seed");
    private readonly Random random = new(1);
    private readonly PriorityQueue<Queue<Recorded>, long> underWay = new();
    private List<ImportedOrder> streams = [];
    private List<Recorded> events = [];

    public IEnumerable<ImportedPart> Parts(IEnumerable<SeedOrder> orders)
    {
        foreach (var order in orders)
        {
            Begin(order);
            while (underWay.TryPeek(out _, out var at) && at < order.NextNotBefore.UtcTicks)
                if (Next() is { } part)
                    yield return part;
        }
        while (underWay.Count > 0)
            if (Next() is { } part)
                yield return part;
        if (events.Count > 0)
            yield return Part();
    }

    /// <summary>How many orders of this store make so many events, to within a few in a hundred.</summary>
    public static int OrdersFor(int events, Store store, Func<SeedShop> shop)
    {
        const int tried = 5_000;
        var made = new SeedLives(store).Parts(shop().Orders(tried, 1)).Sum(p => (long)p.Events.Count);
        return (int)Math.Ceiling((double)events * tried / made);
    }

    private void Begin(SeedOrder order)
    {
        var life = new Queue<Recorded>(Live(order));
        underWay.Enqueue(life, life.Peek().At.UtcTicks);
        streams.Add(new(life.Peek().Stream, life.Last().Version));
    }

    private ImportedPart? Next()
    {
        var life = underWay.Dequeue();
        events.Add(life.Dequeue());
        if (life.TryPeek(out var next))
            underWay.Enqueue(life, next.At.UtcTicks);
        return events.Count < PartSize ? null : Part();
    }

    private ImportedPart Part()
    {
        var part = new ImportedPart(streams, events);
        (streams, events) = ([], []);
        return part;
    }

    private List<Recorded> Live(SeedOrder order)
    {
        var (stream, life) = (new StreamKey(store.Name, order.OrderId), new List<Recorded>());
        var fold = new OrderFold(stream);
        foreach (var request in order.Requests)
        {
            var at = CameAt(request);
            var decision = Decide.On(fold.Order, fold.Details, request, rules, at);
            if (decision is not Decision.Accepted accepted)
                throw new InvalidOperationException($"A seeded push was refused: {decision}");
            foreach (var e in accepted.Events)
            {
                life.Add(new(0, Guid.CreateVersion7(at), stream, life.Count + 1, at, sender, e));
                fold.Apply(life[^1]);
            }
        }
        return life;
    }

    // A push is some seconds on its way; the next one of the same order comes minutes later.
    private DateTimeOffset CameAt(OrderRequest request)
    {
        var occurred = request switch
        {
            RegisterOrder { OccurredAt: { } at } => at.At,
            Push { OccurredAt: { } at } => at.At,
            _ => throw new ArgumentException("A seeded request names its time.", nameof(request)),
        };
        return occurred.AddMicroseconds(random.Next(50_000, 5_000_000));
    }
}
