using static OrderLedger.Tests.Domain.Scenario;

namespace OrderLedger.Tests.Domain;

public class LateRegistrations
{
    private static readonly OrderEvent[] CompletedAtTwo =
    [
        Registered("pending") with { Total = 60m, OccurredAt = At(1).AddMinutes(30) },
        new StatusChanged("pending", "completed", "completed", Phase.Done, At(2)),
    ];

    private static readonly OrderEvent[] DeletedAtTwo = [Registered("pending") with { Total = 60m }, new OrderDeleted(At(2))];

    private static readonly string[] OldDetails = ["The details are older than those known and were not applied."];

    [Fact]
    public void A_registration_older_than_all_that_is_known_changes_nothing_but_is_kept_as_a_fact() =>
        Given(CompletedAtTwo)
            .When(new RegisterOrder(new("processing", "processing")) { Total = 1m, OccurredAt = At(1) })
            .Then(OldDetails, new StaleStatusReported("processing", "processing", At(1)));

    [Fact]
    public void A_registration_of_the_status_we_know_that_is_older_than_all_details_changes_nothing() =>
        Given(CompletedAtTwo)
            .When(new RegisterOrder(new("completed", "completed"))
            {
                Total = 1m,
                PaymentStatus = "paid",
                FulfilmentStatus = "x",
                OccurredAt = At(1),
            })
            .Then([
                .. OldDetails,
                "The payment status is older than the one known and was not applied.",
                "The fulfilment status is older than the one known and was not applied.",
            ]);

    [Fact]
    public void Details_newer_than_those_known_are_applied_beside_a_stale_status() =>
        Given(CompletedAtTwo)
            .When(new RegisterOrder(new("processing", "processing"))
            {
                Refunded = 20m,
                PaymentStatus = "paid",
                OccurredAt = At(2).AddMinutes(-5),
            })
            .Then(
                new OrderDetailsChanged(Refunded: 20m, OccurredAt: At(2).AddMinutes(-5)),
                new StaleStatusReported("processing", "processing", At(2).AddMinutes(-5)),
                new PaymentStatusChanged(null, "paid", At(2).AddMinutes(-5)));

    [Fact]
    public void A_refund_that_does_not_move_the_time_of_the_order_is_applied() =>
        Given(CompletedAtTwo)
            .When(new RegisterOrder(new("completed", "completed")) { Refunded = 20m, OccurredAt = At(1).AddMinutes(30) })
            .Then(new OrderDetailsChanged(Refunded: 20m, OccurredAt: At(1).AddMinutes(30)));

    [Fact]
    public void A_new_total_within_the_second_of_the_one_known_is_applied() =>
        Given(Registered("pending") with { Total = 60m, OccurredAt = At(1).AddMilliseconds(700) })
            .When(new RegisterOrder(new("pending", "pending")) { Total = 61m, OccurredAt = At(1) })
            .Then(new OrderDetailsChanged(Total: 61m, OccurredAt: At(1)));

    [Fact]
    public void A_delivery_made_before_the_deletion_does_not_bring_the_order_back() =>
        Given(DeletedAtTwo).When(new RegisterOrder(new("completed", "completed")) { Total = 1m, OccurredAt = At(2) })
            .Then(["The shop deleted the order after this report was made. Nothing was applied."]);

    [Fact]
    public void News_from_after_the_deletion_brings_the_order_back_as_it_is_now() =>
        Given(DeletedAtTwo)
            .When(new RegisterOrder(new("completed", "completed")) { Total = 1m, OccurredAt = At(2).AddSeconds(1) })
            .Then(
                new OrderRestored(At(2).AddSeconds(1)),
                new OrderDetailsChanged(Total: 1m, OccurredAt: At(2).AddSeconds(1)),
                new StatusChanged("pending", "completed", "completed", Phase.Done, At(2).AddSeconds(1)));

    [Fact]
    public void A_registration_without_a_time_brings_a_deleted_order_back() =>
        Given(DeletedAtTwo).When(new RegisterOrder()).Then(new OrderRestored());

    [Fact]
    public void A_shop_that_says_restored_is_believed_whatever_the_time() =>
        Given(DeletedAtTwo).When(new RegisterOrder { Restores = true, OccurredAt = At(1) }).Then(new OrderRestored(At(1)));

    [Fact]
    public void An_order_that_was_never_deleted_is_not_restored() =>
        Given(Registered("pending")).When(new RegisterOrder { Restores = true }).Then();

    [Fact]
    public void A_new_order_from_the_future_is_taken_as_of_now() =>
        Given().When(new RegisterOrder(new("pending", "pending")) { Number = "#1", OccurredAt = At(2), CreatedAt = At(2) })
            .Then(["The time lies ahead of this server's clock by whole quarter hours, so it is probably local time sent as UTC. The time of arrival was taken."],
                new OrderRegistered("#1", "pending", "pending", Phase.Open, "EUR", At(1)));

    [Fact]
    public void A_report_that_counts_only_for_a_known_order_begins_none() =>
        Given().When(new RegisterOrder(new("draft", "draft")) { Number = "#1", OnlyIfKnown = true })
            .ThenRefused(new Refusal.UnknownOrder());
}
