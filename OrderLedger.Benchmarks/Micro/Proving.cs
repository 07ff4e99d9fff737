using System.Text.Json;
using BenchmarkDotNet.Attributes;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Benchmarks.Micro;

/// <summary>Measures what it costs to hash an event for the proof: a change of status, and a registration with details.</summary>
[MemoryDiagnoser]
public class Proving
{
    private const string Change =
        """{"from":"processing","to":"completed","raw":"completed","phase":"done","occurredAt":"2026-01-01T12:00:00+00:00","reason":"shipped","unusual":false}""";

    private const string Registration =
        """{"number":"2539","status":"processing","raw":"processing","phase":"in_progress","currency":"USD","createdAt":"2026-01-01T12:00:00+00:00","total":"149.90","details":{"customer":{"name":"Anna Example","email":"anna@example.org","phone":"+351 210 000 000"},"billing":{"city":"Lisboa","country":"PT"},"items":[{"name":"Mug","sku":"M-1","quantity":2,"price":12.5}],"totals":{"discount_total":"0.00"}}}""";

    private static readonly byte[] Salt = new byte[DataHash.SaltBytes];

    private static readonly Leaf Subject =
        new(new("default", "2539"), 2, "status_changed", Guid.Empty, DateTimeOffset.UnixEpoch, new("bench", "vici", "req_01a1fe56933171"),
            [], new byte[32]);

    private readonly DataHash hash = new();
    private readonly CanonicalJson buffer = new(exactNumbers: true);

    [Params("change", "registration")]
    public string Event { get; set; } = "change";

    [Benchmark]
    public byte[] Hash()
    {
        using var data = JsonDocument.Parse(Event == "change" ? Change : Registration);
        var personal = hash.OfPersonal(data.RootElement, Salt);
        return (Subject with { DataHash = hash.Of(data.RootElement, personal) }).Hash(buffer);
    }
}
