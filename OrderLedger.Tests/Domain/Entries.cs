using static OrderLedger.Tests.Domain.Scenario;

namespace OrderLedger.Tests.Domain;

public class Entries
{
    [Fact]
    public void A_registration_leaves_no_status() => Last(Registered("pending")).ShouldSatisfyAllConditions(
        e => (e.StatusFrom, e.StatusTo, e.Phase, e.Held).ShouldBe((null, "pending", Phase.Open, null)),
        e => (e.Unusual, e.Stale).ShouldBe((false, false)));

    [Fact]
    public void A_change_of_status_says_how_long_the_one_before_was_held() =>
        Last(Registered("pending"), Completed()).Held.ShouldBe(TimeSpan.FromHours(1));

    [Fact]
    public void Held_is_counted_by_the_shops_time_where_it_gave_one() =>
        Last(Registered("pending") with { OccurredAt = At(-10) }, Completed(At(2).AddMinutes(-1))).Held
            .ShouldBe(TimeSpan.FromHours(12) - TimeSpan.FromMinutes(1));

    [Fact]
    public void Notes_and_stale_reports_in_between_do_not_shorten_it() =>
        Last(Registered("pending"), new NoteAdded("x"), new StaleStatusReported("failed", "failed", At(0)), Completed()).Held
            .ShouldBe(TimeSpan.FromHours(3));

    [Fact]
    public void Two_clocks_that_disagree_never_make_it_less_than_nothing() =>
        Last(Registered("pending"), Completed(At(1).AddSeconds(-3))).Held.ShouldBe(TimeSpan.Zero);

    [Fact]
    public void An_unusual_move_is_marked() =>
        Last(Registered("pending"), Completed() with { Unusual = true }).Unusual.ShouldBeTrue();

    [Fact]
    public void A_stale_report_is_marked_and_keeps_the_phase_the_order_has() =>
        Last(Registered("pending"), new StaleStatusReported("completed", "completed", At(0))).ShouldSatisfyAllConditions(
            e => (e.Stale, e.Phase, e.StatusFrom, e.StatusTo).ShouldBe((true, Phase.Open, null, "completed")),
            e => (e.Held, e.OccurredAt).ShouldBe((null, At(0))));

    [Fact]
    public void Each_event_tells_how_much_more_was_paid_back()
    {
        var registered = Registered("processing") with { Total = 80m };
        Last(registered).PaidBack.ShouldBeNull();
        Last(registered, new OrderDetailsChanged(Refunded: 20m)).ShouldSatisfyAllConditions(
            e => e.PaidBack.ShouldBe(20m), e => e.Currency.ShouldBe("EUR"));
        Last(registered, new OrderDetailsChanged(Refunded: 20m), new OrderDetailsChanged(Refunded: 15m)).PaidBack.ShouldBe(-5m);
        Last(registered, new OrderDetailsChanged(Refunded: 20m), Refunded()).PaidBack.ShouldBeNull("a refund that is known is taken as it is");
        Last(registered, Refunded()).PaidBack.ShouldBe(80m);
        Last(registered, new OrderDetailsChanged(Refunded: 0m), Refunded()).PaidBack.ShouldBe(80m, "the status says that it is paid back");
        Last(registered, Refunded(), new OrderDetailsChanged(Refunded: 80m)).PaidBack.ShouldBeNull();
        Last(registered with { Status = "refunded", Phase = Phase.Refunded, Refunded = 80m }).PaidBack.ShouldBe(80m);
    }

    public static TheoryData<OrderEvent, DateTimeOffset?> Others => new()
    {
        { new PaymentStatusChanged(null, "paid", At(0)), At(0) },
        { new FulfilmentStatusChanged(null, "shipped", At(0)), At(0) },
        { new OrderDeleted(At(0)), At(0) },
        { new OrderRestored(At(0)), At(0) },
        { new NoteAdded("x"), null },
        { new OrderDetailsChanged("#2"), null },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void What_touches_no_status_names_none_and_keeps_its_time(OrderEvent other, DateTimeOffset? occurredAt) =>
        Last(Registered("pending"), other).ShouldSatisfyAllConditions(
            e => (e.StatusFrom, e.StatusTo, e.Phase).ShouldBe((null, null, Phase.Open)),
            e => (e.Held, e.OccurredAt).ShouldBe((null, occurredAt)));

    private static StatusChanged Refunded() => new("processing", "refunded", "refunded", Phase.Refunded);

    private static StatusChanged Completed(DateTimeOffset? occurredAt = null) =>
        new("pending", "completed", "completed", Phase.Done, occurredAt);

    private static Entry Last(params OrderEvent[] events)
    {
        var projections = new Projections();
        return Recorded(events).Select(r => projections.Apply(r, Shop("vici", Policy.Permissive))).ToList()[^1];
    }
}
