using OrderLedger.Domain;
using static OrderLedger.Tests.Domain.Scenario;

namespace OrderLedger.Tests.Domain;

public class LatePushes
{
    private static readonly OrderEvent[] CompletedAtTwo =
        [Registered("pending"), new StatusChanged("pending", "completed", "completed", Phase.Done, At(2))];

    [Fact]
    public void A_status_older_than_the_last_applied_is_kept_and_not_applied() =>
        Given(CompletedAtTwo)
            .When(new Push(new("processing", "wc-processing")) { OccurredAt = At(1), Reason = "late" })
            .Then(new StaleStatusReported("processing", "wc-processing", At(1), "late"));

    [Fact]
    public void The_rest_of_a_stale_push_is_as_old_as_its_status() =>
        Given(CompletedAtTwo)
            .When(Push("processing") with { OccurredAt = At(1), PaymentStatus = "paid", Note = "old news" })
            .Then(new StaleStatusReported("processing", "processing", At(1)));

    [Fact]
    public void A_stale_report_heard_again_records_nothing() =>
        Given([.. CompletedAtTwo, new StaleStatusReported("processing", "processing", At(1))])
            .When(Push("processing") with { OccurredAt = At(1) })
            .Then();

    [Fact]
    public void Another_stale_report_is_another_fact() =>
        Given([.. CompletedAtTwo, new StaleStatusReported("processing", "processing", At(1))])
            .When(Push("processing") with { OccurredAt = At(0) })
            .Then(new StaleStatusReported("processing", "processing", At(0)));

    [Fact]
    public void A_stale_status_is_not_held_against_the_graph() =>
        Given(CompletedAtTwo).In("vici", Policy.Strict)
            .When(Push("pending") with { OccurredAt = At(1) })
            .Then(new StaleStatusReported("pending", "pending", At(1)));

    [Fact]
    public void A_time_in_whole_seconds_is_not_older_than_a_change_within_that_second() =>
        Given(Registered("pending"), new StatusChanged("pending", "processing", "processing", Phase.InProgress, At(2).AddMilliseconds(700)))
            .When(Push("completed") with { OccurredAt = At(2) })
            .Then(new StatusChanged("processing", "completed", "completed", Phase.Done, At(2)));

    [Fact]
    public void A_finer_time_within_that_second_is_older() =>
        Given(Registered("pending"), new StatusChanged("pending", "processing", "processing", Phase.InProgress, At(2).AddMilliseconds(700)))
            .When(Push("completed") with { OccurredAt = At(2).AddMilliseconds(600) })
            .Then(new StaleStatusReported("completed", "completed", At(2).AddMilliseconds(600)));

    [Fact]
    public void A_change_without_a_time_counts_from_when_it_was_recorded() =>
        Given(Registered("pending"), new StatusChanged("pending", "completed", "completed", Phase.Done))
            .When(Push("processing") with { OccurredAt = At(2).AddSeconds(-1) })
            .Then(new StaleStatusReported("processing", "processing", At(2).AddSeconds(-1)));

    [Fact]
    public void An_order_registered_without_a_time_takes_any_status_that_follows() =>
        Given(Registered("pending"))
            .When(Push("processing") with { OccurredAt = At(-9) })
            .Then(new StatusChanged("pending", "processing", "processing", Phase.InProgress, At(-9)));

    [Fact]
    public void Five_minutes_ahead_of_our_clock_is_taken() =>
        Given(Registered("pending"))
            .When(Push("completed") with { OccurredAt = At(2).AddMinutes(5) })
            .Then(new StatusChanged("pending", "completed", "completed", Phase.Done, At(2).AddMinutes(5)));

    [Fact]
    public void More_than_five_minutes_ahead_of_our_clock_is_refused() =>
        Given(Registered("pending"))
            .When(Push("completed") with { OccurredAt = At(2).AddMinutes(5).AddMicroseconds(1) })
            .ThenRefused(new Refusal.FromTheFuture(At(2).AddMinutes(5).AddMicroseconds(1), At(2)));

    [Fact]
    public void Even_the_same_status_may_not_come_from_the_future() =>
        Given(Registered("pending"))
            .When(Push("pending") with { OccurredAt = At(3) })
            .ThenRefused(new Refusal.FromTheFuture(At(3), At(2)));
}
