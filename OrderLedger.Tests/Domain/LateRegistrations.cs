using OrderLedger.Domain;
using static OrderLedger.Tests.Domain.Scenario;

namespace OrderLedger.Tests.Domain;

public class LateRegistrations
{
    private static readonly OrderEvent[] CompletedAtTwo =
        [Registered("pending") with { Total = 60m }, new StatusChanged("pending", "completed", "completed", Phase.Done, At(2))];

    private static readonly OrderEvent[] DeletedAtTwo = [Registered("pending") with { Total = 60m }, new OrderDeleted(At(2))];

    [Fact]
    public void A_stale_registration_changes_nothing_but_is_kept_as_a_fact() =>
        Given(CompletedAtTwo)
            .When(new RegisterOrder(new("processing", "processing")) { Total = 1m, PaymentStatus = "paid", OccurredAt = At(1) })
            .Then(new StaleStatusReported("processing", "processing", At(1)));

    [Fact]
    public void A_stale_registration_of_the_status_we_know_changes_nothing() =>
        Given(CompletedAtTwo)
            .When(new RegisterOrder(new("completed", "completed"))
            {
                Total = 1m,
                PaymentStatus = "paid",
                FulfilmentStatus = "x",
                OccurredAt = At(1),
            })
            .Then();

    [Fact]
    public void A_delivery_made_before_the_deletion_does_not_bring_the_order_back() =>
        Given(DeletedAtTwo).When(new RegisterOrder(new("completed", "completed")) { Total = 1m, OccurredAt = At(2) }).Then();

    [Fact]
    public void News_from_after_the_deletion_brings_the_order_back_as_it_is_now() =>
        Given(DeletedAtTwo)
            .When(new RegisterOrder(new("completed", "completed")) { Total = 1m, OccurredAt = At(2).AddSeconds(1) })
            .Then(
                new OrderRestored(At(2).AddSeconds(1)),
                new OrderDetailsChanged(Total: 1m),
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
    public void A_new_order_from_the_future_is_refused() =>
        Given().When(new RegisterOrder { Number = "#1", OccurredAt = At(2) }).ThenRefused(new Refusal.FromTheFuture(At(2), At(1)));

    [Fact]
    public void A_known_order_from_the_future_is_refused() =>
        Given(DeletedAtTwo).When(new RegisterOrder { OccurredAt = At(4) }).ThenRefused(new Refusal.FromTheFuture(At(4), At(3)));
}
