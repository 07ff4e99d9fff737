namespace OrderLedger.Tests;

/// <summary>Who uses whom, read from the built code.</summary>
public class Rings
{
    [Theory]
    [InlineData(typeof(Order))]
    [InlineData(typeof(LedgerReader))]
    public void Rooms_do_not_use_each_other_in_a_ring(Type of) => In(Graph(of, Room)).ShouldBeEmpty();

    /// <summary>
    /// Most are a page and its parts, which name each other. A ring that is not listed here is new: break it. One that is gone is taken
    /// off.
    /// </summary>
    [Theory]
    [InlineData(typeof(Order),
        """
        Details DetailsJson
        MerkleFrontier MerkleTree
        OrderDetails SearchWords
        Rules Store
        """)]
    [InlineData(typeof(LedgerReader),
        """
        Actions ForeignLoad LedgerProjection MartenSetup StoreTable
        Admittance SignIn
        AuditCsv AuditRoutes
        CheckpointsPage CheckpointsView ProofKeys
        Cookies Oidc
        ErrorPage Frame Notice Page PostForm Visit
        KpiReader PastCells
        LiveJson LiveRoute
        OneOrderPage OneOrderView PastPage TimelinePanel UpdateForm
        OrderTable OrdersView
        ProjectionRows ProjectionsView
        RefusalWatchAttribute Reply
        ViciDialect ViciJson
        """)]
    public void Rings_of_types_become_fewer(Type of, string known) => string.Join('\n', In(Graph(of, type => type.Name))).ShouldBe(known);

    // What stands outside all folders of the server puts the rooms together, or serves them all: each of it is a room of its own.
    private static string Room(Type type) => type.Namespace!.Split('.') switch
    {
        [_, _, var room, ..] => room,
        [_, nameof(Domain)] => nameof(Domain),
        _ => type.Name,
    };

    private static ILookup<string, string> Graph(Type of, Func<Type, string> name) => References.Of(of.Assembly)
        .Where(uses => IsOurs(uses.Key))
        .SelectMany(uses => uses.Where(IsOurs).Select(used => (From: name(uses.Key), To: name(used))))
        .Where(use => use.From != use.To)
        .ToLookup(use => use.From, use => use.To);

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("OrderLedger", StringComparison.Ordinal) == true
        && !type.FullName!.Contains("Generated", StringComparison.Ordinal);

    // All that reach each other are one ring.
    private static IEnumerable<string> In(ILookup<string, string> graph)
    {
        var reached = graph.ToDictionary(uses => uses.Key, uses => Reached(graph, uses.Key));
        return reached.Keys.Where(name => reached[name].Contains(name))
            .Select(name => reached[name].Where(other => reached.TryGetValue(other, out var back) && back.Contains(name)))
            .Select(ring => string.Join(' ', ring.Order(StringComparer.Ordinal)))
            .Distinct().Order(StringComparer.Ordinal);
    }

    private static HashSet<string> Reached(ILookup<string, string> graph, string from)
    {
        var found = new HashSet<string>();
        var next = new Stack<string>([from]);
        while (next.TryPop(out var name))
            foreach (var used in graph[name].Where(found.Add))
                next.Push(used);
        return found;
    }
}
