using OrderLedger.Domain;
using OrderLedger.Tests.Support;
using static OrderLedger.Tests.Support.Scenario;

namespace OrderLedger.Tests.Domain;

public class OrderDecisions
{
    [Fact]
    public void A_new_status_is_recorded_with_the_one_it_replaces() =>
        new Scenario(Registered()).When(To("completed"))
            .Then(new StatusChanged("pending", "completed", "completed", Phase.Done));

    [Fact]
    public void The_same_status_again_records_nothing() => new Scenario(Registered()).When(To("pending")).Then();

    [Fact]
    public void An_older_status_is_kept_and_not_applied() =>
        new Scenario(Registered(), new StatusChanged("pending", "completed", "completed", Phase.Done, Hour(9)))
            .When(To("processing", Hour(8))).Then(new StaleStatusReported("processing", "processing", Hour(8)));

    [Fact]
    public void A_stale_report_heard_again_records_nothing() =>
        new Scenario(Registered(), new StatusChanged("pending", "completed", "completed", Phase.Done, Hour(9)),
            new StaleStatusReported("processing", "processing", Hour(8))).When(To("processing", Hour(8))).Then();

    [Fact]
    public void A_permissive_store_flags_an_unusual_move() =>
        new Scenario(Registered("completed", Phase.Done)).When(To("pending"))
            .Then(new StatusChanged("completed", "pending", "pending", Phase.Open, Unusual: true));

    [Fact]
    public void A_strict_store_refuses_it_and_names_what_is_allowed() =>
        (new Scenario(Registered("completed", Phase.Done)) with { Policy = Policy.Strict }).When(To("pending"))
            .ThenRefused<Refusal.MoveNotAllowed>().AllowedNext.ShouldBe(["refunded"]);

    [Theory]
    [InlineData("awal", "shipped", "accepted", Policy.Permissive)]
    [InlineData("awal", "shipped", "accepted", Policy.Strict)]
    [InlineData("awal", "cancelled", "pending", Policy.Permissive)]
    [InlineData("whatalo", "confirmed", "completed", Policy.Permissive)]
    [InlineData("whatalo", "cancelled", "confirmed", Policy.Strict)]
    public void An_impossible_move_is_refused_by_every_policy(string dialect, string from, string to, Policy policy) =>
        (new Scenario(Registered(from)) with { Dialect = dialect, Policy = policy }).When(To(to)).ThenRefused<Refusal.MoveNotAllowed>();

    [Fact]
    public void On_a_ladder_a_rung_may_be_skipped_in_a_permissive_store_only()
    {
        var order = new Scenario(Registered()) with { Dialect = "awal" };
        order.When(To("shipped")).Then(new StatusChanged("pending", "shipped", "shipped", Phase.InProgress, Unusual: true));
        (order with { Policy = Policy.Strict }).When(To("shipped")).ThenRefused<Refusal.MoveNotAllowed>();
    }

    [Fact]
    public void A_push_made_for_another_version_is_refused_with_the_current_one()
    {
        var order = new Scenario(Registered(), new NoteAdded("x"));
        order.When(To("completed") with { ExpectedVersions = [1] }).ThenRefused<Refusal.VersionMoved>().Current.ShouldBe(2);
        order.When(To("completed") with { ExpectedVersions = [1, 2] }).ShouldBeOfType<Decision.Accepted>();
    }

    [Fact]
    public void A_time_more_than_five_minutes_ahead_is_refused()
    {
        new Scenario(Registered()).When(To("completed", Hour(100).AddMinutes(5))).ShouldBeOfType<Decision.Accepted>();
        new Scenario(Registered()).When(To("completed", Hour(100).AddMinutes(5).AddMicroseconds(1))).ThenRefused<Refusal.FromTheFuture>();
        new Scenario(Registered()).When(new DeleteOrder(Hour(101))).ThenRefused<Refusal.FromTheFuture>();
    }

    [Fact]
    public void An_order_unknown_or_deleted_takes_no_push()
    {
        new Scenario().When(To("completed")).ThenRefused<Refusal.UnknownOrder>();
        new Scenario(Registered(), new OrderDeleted()).When(To("completed")).ThenRefused<Refusal.UnknownOrder>();
    }

    [Fact]
    public void A_deletion_is_recorded_once()
    {
        new Scenario().When(new DeleteOrder()).ThenRefused<Refusal.UnknownOrder>();
        new Scenario(Registered()).When(new DeleteOrder()).Then(new OrderDeleted());
        new Scenario(Registered(), new OrderDeleted()).When(new DeleteOrder()).Then();
    }

    [Fact]
    public void An_event_that_cannot_follow_stops_the_fold()
    {
        Should.Throw<InvalidOperationException>(() => Order.Fold(Record([new NoteAdded("first")])));
        Should.Throw<InvalidOperationException>(() => Order.Fold(Record([Registered(), Registered()])));
    }
}
