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
    public void The_rest_of_a_stale_push_is_judged_by_what_is_known_of_it() =>
        Given(CompletedAtTwo)
            .When(Push("processing") with { OccurredAt = At(1), PaymentStatus = "paid", Note = "old news" })
            .Then(
                new StaleStatusReported("processing", "processing", At(1)),
                new PaymentStatusChanged(null, "paid", At(1)),
                new NoteAdded("old news"));

    [Fact]
    public void A_payment_older_than_the_one_known_is_not_applied_and_the_sender_is_told() =>
        Given(Registered("pending"), new PaymentStatusChanged(null, "refunded", At(2)))
            .When(Push("completed") with { OccurredAt = At(1), PaymentStatus = "paid" })
            .Then(["The payment status is older than the one known and was not applied."],
                new StatusChanged("pending", "completed", "completed", Phase.Done, At(1)));

    [Fact]
    public void A_note_older_than_the_details_known_is_not_applied_and_the_sender_is_told() =>
        Given(Registered("pending"), new OrderDetailsChanged(Total: 5, OccurredAt: At(2)))
            .When(Push("completed") with { OccurredAt = At(1), Note = "old news" })
            .Then(["The note is older than the details known and was not applied."],
                new StatusChanged("pending", "completed", "completed", Phase.Done, At(1)));

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
    public void More_than_five_minutes_ahead_of_our_clock_is_taken_as_now_and_the_sender_is_told() =>
        Given(Registered("pending"))
            .When(Push("completed") with { OccurredAt = At(2).AddMinutes(5).AddMicroseconds(1) })
            .Then(["The time lies more than 5 minutes ahead of this server's clock. The time of arrival was taken."],
                new StatusChanged("pending", "completed", "completed", Phase.Done));

    [Theory]
    [InlineData(120, true)]
    [InlineData(119, true)]
    [InlineData(330, true)]
    [InlineData(840, true)]
    [InlineData(128, false)]
    [InlineData(855, false)]
    [InlineData(100_000, false)]
    public void A_time_whole_quarter_hours_ahead_is_called_local_time(int minutes, bool isLocal)
    {
        var accepted = (Decision.Accepted)Given(Registered("pending"))
            .When(Push("completed") with { OccurredAt = At(2).AddMinutes(minutes) });
        accepted.Events.ShouldBe([new StatusChanged("pending", "completed", "completed", Phase.Done)]);
        accepted.Notes.Single().Contains("local time").ShouldBe(isLocal);
    }

    [Fact]
    public void The_same_status_from_the_future_says_nothing() =>
        Given(Registered("pending"))
            .When(Push("pending") with { OccurredAt = At(3) })
            .Then(["The time lies ahead of this server's clock by whole quarter hours, so it is probably local time sent as UTC. The time of arrival was taken."]);
}
