using BenchmarkDotNet.Attributes;
using OrderLedger.Domain;

namespace OrderLedger.Benchmarks.Micro;

/// <summary>Measures what it costs to read an order from its events.</summary>
[MemoryDiagnoser]
public class Folding
{
    private Recorded[] stream = [];

    [Params(1, 10, 100)]
    public int Events { get; set; }

    [GlobalSetup]
    public void Record() => stream = [.. Stream.Of(Events)];

    [Benchmark]
    public Order? Fold() => Order.Fold(stream);
}

/// <summary>An order that walks the nine statuses in turn.</summary>
internal static class Stream
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Recorded> Of(int events)
    {
        var words = Vocabularies.Vici.Pushable;
        for (var version = 1; version <= events; version++)
        {
            var (from, to) = (words[(version + 8) % 9], words[version % 9]);
            OrderEvent e = version == 1
                ? new OrderRegistered("2539", to, to, Phase.InProgress, "USD", Start, 149.90m)
                : new StatusChanged(from, to, to, Phase.InProgress);
            yield return new(version, Guid.Empty, new("default", "2539"), version, Start.AddMinutes(version), new("bench", "vici"), e);
        }
    }
}
