using OrderLedger.Domain;

namespace OrderLedger.Tests.Support;

/// <summary>Given these events an hour apart, when this is asked, then exactly these events follow (or this refusal).</summary>
internal sealed record Scenario(params OrderEvent[] Past)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    public static readonly StreamKey Stream = new("shop", "1");

    public string Dialect { get; init; } = "vici";

    public Policy Policy { get; init; } = Policy.Permissive;

    public static DateTimeOffset Hour(int hours) => Start.AddHours(hours);

    public static Store Shop(string dialect = "vici", Policy policy = Policy.Permissive, string zone = "UTC") =>
        new("shop", dialect, policy, "EUR", TimeZoneInfo.FindSystemTimeZoneById(zone));

    public static OrderRegistered Registered(string status = "pending", Phase phase = Phase.Open) =>
        new("#1", status, status, phase, "EUR", Start);

    public static Push To(string status, DateTimeOffset? occurred = null) => new(new StatusWord(status, status)) { OccurredAt = occurred };

    public static Recorded[] Record(IEnumerable<OrderEvent> events) =>
        [.. events.Select((e, i) => new Recorded(i + 1, Guid.Empty, Stream, i + 1, Hour(i), new("key", "test"), e))];

    public Decision When(OrderRequest request)
    {
        var past = Record(Past);
        var details = past.Aggregate((OrderDetails?)null, OrderDetails.Apply);
        return Decide.On(Order.Fold(past), details, request, Shop(Dialect, Policy).RulesFor(Vocabularies.Of(Dialect)), Hour(100));
    }
}

internal static class Decided
{
    public static void Then(this Decision decision, params OrderEvent[] expected) =>
        decision.ShouldBeOfType<Decision.Accepted>().Events.ShouldBe(expected);

    public static T ThenRefused<T>(this Decision decision) where T : Refusal =>
        decision.ShouldBeOfType<Decision.Refused>().Why.ShouldBeOfType<T>();
}
