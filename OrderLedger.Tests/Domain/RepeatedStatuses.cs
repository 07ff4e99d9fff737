using static OrderLedger.Tests.Domain.Scenario;

namespace OrderLedger.Tests.Domain;

/// <summary>
/// A status that is reported again is a fact: from then on older reports of others are stale. Ties, and times that are coarse.
/// </summary>
public class RepeatedStatuses
{
    private static readonly OrderEvent[] ProcessingAtOne =
        [Registered("pending") with { OccurredAt = At(0) }, new StatusChanged("pending", "processing", "processing", Phase.InProgress, At(1))];

    [Fact]
    public void A_status_repeated_with_a_newer_time_is_recorded() =>
        Given(ProcessingAtOne).When(Push("processing") with { OccurredAt = At(3) }).Then(new StatusRepeated(At(3)));

    [Fact]
    public void A_status_repeated_without_a_time_or_with_the_one_known_is_not()
    {
        Given(ProcessingAtOne).When(Push("processing")).Then();
        Given(ProcessingAtOne).When(Push("processing") with { OccurredAt = At(1) }).Then();
        Given(ProcessingAtOne).When(Push("processing") with { OccurredAt = At(0) }).Then();
    }

    [Fact]
    public void What_is_older_than_the_repeat_is_stale() =>
        Given([.. ProcessingAtOne, new StatusRepeated(At(3))])
            .When(Push("on-hold") with { OccurredAt = At(2) })
            .Then(new StaleStatusReported("on-hold", "on-hold", At(2)));

    [Fact]
    public void A_repeat_beside_new_details_is_one_event() =>
        Given([.. ProcessingAtOne])
            .When(new RegisterOrder(new("processing", "processing")) { Total = 5m, OccurredAt = At(3) })
            .Then(new OrderDetailsChanged(Total: 5m, OccurredAt: At(3), RepeatsStatus: true));

    [Fact]
    public void A_repeat_told_by_details_makes_older_reports_stale() =>
        Given([.. ProcessingAtOne, new OrderDetailsChanged(Total: 5m, OccurredAt: At(3), RepeatsStatus: true)])
            .When(Push("on-hold") with { OccurredAt = At(2) })
            .Then(new StaleStatusReported("on-hold", "on-hold", At(2)));

    [Fact]
    public void The_first_time_of_a_status_that_had_none_is_recorded() =>
        Given(Registered("pending")).When(Push("pending") with { OccurredAt = At(1) }).Then(new StatusRepeated(At(1)));

    [Fact]
    public void A_repeat_is_no_change_to_its_sender()
    {
        var order = Order.Fold(Recorded([.. ProcessingAtOne, new StatusRepeated(At(3))]))!;
        Outcome.Of([new StatusRepeated(At(3))], order, order).Kind.ShouldBe(OutcomeKind.Unchanged);
        order.UpdatedAt.ShouldBe(At(2));
        order.StatusSince.ShouldBe(At(1));
        order.StatusAsOf.ShouldBe(At(3));
    }

    [Fact]
    public void At_an_equal_second_an_unusual_move_is_stale_and_any_other_is_applied()
    {
        Given(ProcessingAtOne).When(Push("pending") with { OccurredAt = At(1) })
            .Then(new StaleStatusReported("pending", "pending", At(1)));
        Given(ProcessingAtOne).When(Push("completed") with { OccurredAt = At(1) })
            .Then(new StatusChanged("processing", "completed", "completed", Phase.Done, At(1)));
        Given(ProcessingAtOne).When(Push("pending") with { OccurredAt = At(1).AddSeconds(1) })
            .Then(new StatusChanged("processing", "pending", "pending", Phase.Open, At(1).AddSeconds(1), Unusual: true));
    }

    [Fact]
    public void A_day_is_stale_only_when_its_end_is_before_what_is_known()
    {
        var day = new SenderTime(At(0), TimeSpan.FromDays(1));
        Given(ProcessingAtOne).When(Push("completed") with { OccurredAt = day })
            .Then(new StatusChanged("processing", "completed", "completed", Phase.Done, At(3)));
        Given(ProcessingAtOne).When(Push("completed") with { OccurredAt = new SenderTime(At(-24), TimeSpan.FromDays(1)) })
            .Then(new StaleStatusReported("completed", "completed", At(-24)));
    }

    [Fact]
    public void A_day_that_is_over_means_no_moment_before_what_is_known()
    {
        var yesterday = new SenderTime(At(-23), TimeSpan.FromHours(25).Subtract(TimeSpan.FromMinutes(30)));
        Given(ProcessingAtOne).When(Push("completed") with { OccurredAt = yesterday })
            .Then(new StatusChanged("processing", "completed", "completed", Phase.Done, At(1)));
    }

    [Fact]
    public void A_minute_holds_all_its_seconds() =>
        Given(Registered("pending"), new StatusChanged("pending", "processing", "processing", Phase.InProgress, At(2).AddSeconds(40)))
            .When(Push("completed") with { OccurredAt = new SenderTime(At(2), TimeSpan.FromMinutes(1)) })
            .Then(new StatusChanged("processing", "completed", "completed", Phase.Done, At(2).AddSeconds(40)));
}
