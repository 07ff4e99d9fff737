namespace OrderLedger.Tests.Domain;

/// <summary>
/// Given these events of one order, one an hour, when this is asked an hour later, then exactly these events follow, or this refusal.
/// </summary>
public sealed record Scenario(params OrderEvent[] Past)
{
    public static readonly StreamKey Stream = new("shop", "2539");

    public Store Store { get; init; } = Shop("vici", Policy.Permissive);

    public DateTimeOffset Now => At(Past.Length + 1);

    public Order? Order => Order.Fold(Recorded(Past));

    public static Scenario Given(params OrderEvent[] past) => new(past);

    public static Store Shop(string dialect, Policy policy, string currency = "EUR") =>
        new("shop", dialect, policy, currency, TimeZoneInfo.Utc);

    /// <summary>When the event of this version was recorded.</summary>
    public static DateTimeOffset At(int version) => new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddHours(version);

    public static OrderRegistered Registered(string status, Phase phase = Phase.Open) => new("#2539", status, status, phase, "EUR", At(0));

    public static Push Push(string status) => new(new StatusWord(status, status));

    public static IEnumerable<Recorded> Recorded(IEnumerable<OrderEvent> events) => events.Select((e, i) =>
        new Recorded(i + 1, Guid.Empty, Stream, i + 1, At(i + 1), new Sender("test", "api"), e));

    public Scenario In(string dialect, Policy policy) => this with { Store = Shop(dialect, policy) };

    public Decision When(OrderRequest request)
    {
        var details = Recorded(Past).Aggregate((OrderDetails?)null, OrderDetails.Apply);
        return Decide.On(Order, details, request, Store.RulesFor(Store.Vocabulary), Now);
    }
}

public static class Decisions
{
    public static void Then(this Decision decision, params OrderEvent[] expected) => decision.Then([], expected);

    public static void Then(this Decision decision, string[] notes, params OrderEvent[] expected)
    {
        var accepted = decision.ShouldBeOfType<Decision.Accepted>();
        accepted.Events.ShouldBe(expected);
        accepted.Notes.ShouldBe(notes);
    }

    public static void ThenRefused(this Decision decision, Refusal why)
    {
        var refused = decision.ShouldBeOfType<Decision.Refused>().Why;
        if (why is not Refusal.MoveNotAllowed expected)
        {
            refused.ShouldBe(why);
            return;
        }
        var move = refused.ShouldBeOfType<Refusal.MoveNotAllowed>();
        (move.From, move.To).ShouldBe((expected.From, expected.To));
        move.AllowedNext.ShouldBe(expected.AllowedNext);
    }
}
