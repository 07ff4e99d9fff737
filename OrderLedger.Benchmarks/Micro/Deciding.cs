using BenchmarkDotNet.Attributes;
using OrderLedger.Domain;

namespace OrderLedger.Benchmarks.Micro;

/// <summary>Measures what it costs to decide on a push that changes the order, and on one that changes nothing.</summary>
[MemoryDiagnoser]
public class Deciding
{
    private static readonly Store Shop = new("default", "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc);
    private static readonly Rules Rules = Shop.RulesFor(Vocabularies.Vici);

    private readonly Order order = Order.Fold(Stream.Of(1))!;
    private readonly Push same;
    private readonly Push next = new(new StatusWord("completed", "completed"));

    public Deciding() => same = new(new StatusWord(order.Status, order.Status));

    [Benchmark]
    public Decision Changing() => Decide.On(order, null, next, Rules, order.UpdatedAt);

    [Benchmark]
    public Decision Repeated() => Decide.On(order, null, same, Rules, order.UpdatedAt);
}
