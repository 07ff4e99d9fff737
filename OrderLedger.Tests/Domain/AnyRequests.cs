using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace OrderLedger.Tests.Domain;

/// <summary>A store and what is asked of its one order, hour by hour.</summary>
public sealed record Asked(Store Store, OrderRequest[] Requests)
{
    /// <summary>The stream these requests leave, each decided an hour after the one before.</summary>
    public List<Recorded> Stream()
    {
        var events = new List<OrderEvent>();
        for (var i = 0; i < Requests.Length; i++)
            if (Decided(events, Requests[i], Scenario.At(i + 1)) is Decision.Accepted accepted)
                events.AddRange(accepted.Events);
        return [.. Scenario.Recorded(events)];
    }

    public Decision Decided(IEnumerable<OrderEvent> past, OrderRequest request, DateTimeOffset now)
    {
        var stream = Scenario.Recorded(past).ToList();
        var details = stream.Aggregate((OrderDetails?)null, OrderDetails.Apply);
        return Decide.On(Order.Fold(stream), details, request, Store.RulesFor(Store.Vocabulary), now);
    }

    public override string ToString() => $"{Store.Dialect}, {Store.Policy}:\n{string.Join('\n', (object[])Requests)}";
}

/// <summary>Anything a vendor may ask of an order: on time, late, twice, of a deleted order, from the future.</summary>
public static class AnyRequests
{
    private static readonly Gen<string?> Word = Gen.Elements(null, "pending", "paid", "shipped");

    private static readonly Gen<decimal?> Money = Gen.Elements<decimal?>(null, 0m, 5m, 60.00m, 60m, 19.999m);

    private static readonly Gen<Details?> SomeDetails = Gen.Elements<string?>(null, "{}", """{"a":1}""", """{"a":2,"b":[]}""")
        .Select(json => json is null ? null : new Details(JsonDocument.Parse(json).RootElement));

    private static readonly Gen<DateTimeOffset?> Time = Gen.Frequency(
        (2, Gen.Constant((DateTimeOffset?)null)),
        (5, from hour in Gen.Choose(0, 14)
            from ms in Gen.Elements(0, 400, 700)
            select (DateTimeOffset?)Scenario.At(hour).AddMilliseconds(ms)));

    private static readonly Gen<OrderRequest> Annotated =
        from tag in Gen.Elements("fragile", "gift", "vip")
        from isAdded in Gen.Elements(true, false)
        from to in Gen.Elements<Assignment?>(null, new(null), new("Ana"), new("Ben"))
        from note in Word
        select (OrderRequest)new AnnotateOrder
        {
            AddTags = isAdded ? [tag] : [],
            RemoveTags = isAdded ? [] : [tag],
            Assignment = to,
            Note = note,
        };

    public static Arbitrary<Asked> OfAnyStore() => Arb.From(
        from dialect in Gen.Elements(Vocabularies.Names.ToArray())
        from policy in Gen.Elements(Enum.GetValues<Policy>())
        from requests in Of(Vocabularies.Of(dialect)).ArrayOf()
        select new Asked(Scenario.Shop(dialect, policy), requests),
        asked => asked.Requests.Select((_, i) => asked with { Requests = [.. asked.Requests[..i], .. asked.Requests[(i + 1)..]] }));

    public static Gen<OrderRequest> Of(Vocabulary vocabulary) => Gen.Frequency(
        (6, PushIn(vocabulary)),
        (4, RegisterIn(vocabulary)),
        (2, Annotated),
        (1, Time.Select(time => (OrderRequest)new DeleteOrder(time))));

    private static Gen<StatusWord?> StatusIn(Vocabulary vocabulary) =>
        Gen.Elements<string?>([null, .. vocabulary.Pushable, .. vocabulary.CustomMax > 0 ? ["picked-up"] : Array.Empty<string>()])
            .Select(status => status is null ? null : new StatusWord(status, $"wc-{status}"));

    private static Gen<OrderRequest> PushIn(Vocabulary vocabulary) =>
        from status in StatusIn(vocabulary)
        from payment in Word
        from fulfilment in Word
        from note in Word
        from details in SomeDetails
        from time in Time
        select (OrderRequest)new Push(status)
        {
            PaymentStatus = payment,
            FulfilmentStatus = fulfilment,
            Note = note,
            Details = details,
            OccurredAt = time,
        };

    private static Gen<OrderRequest> RegisterIn(Vocabulary vocabulary) =>
        from status in StatusIn(vocabulary)
        from number in Gen.Elements("#1", "#2")
        from total in Money
        from refunded in Money
        from payment in Word
        from details in SomeDetails
        from time in Time
        from restores in Gen.Elements(false, false, true)
        select (OrderRequest)new RegisterOrder(status)
        {
            Number = number,
            Total = total,
            Refunded = refunded,
            PaymentStatus = payment,
            Details = details,
            OccurredAt = time,
            Restores = restores,
        };
}
