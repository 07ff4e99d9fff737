using System.Text.Json;
using static OrderLedger.Tests.Domain.Scenario;

namespace OrderLedger.Tests.Domain;

public class Registrations
{
    private static readonly Details Anna = Json("""{ "customer": { "name": "Anna" }, "items": [] }""");

    private static readonly OrderRegistered Known = Registered("pending") with { Total = 60m, Details = Anna };

    private static readonly RegisterOrder KnownAgain = new(new StatusWord("pending", "pending"))
    {
        Number = "#2539",
        Currency = "EUR",
        CreatedAt = At(0),
        Total = 60.00m,
        Details = Json("""{ "items": [], "customer": { "name": "Anna" } }"""),
    };

    [Fact]
    public void A_new_order_is_recorded_with_all_it_brings() =>
        Given()
            .When(new RegisterOrder(new("processing", "wc-processing"))
            {
                Number = "#2539",
                Currency = "USD",
                CreatedAt = At(-2),
                Total = 60.00m,
                Refunded = 5m,
                PaymentStatus = "paid",
                FulfilmentStatus = "packed",
                OccurredAt = At(-1),
                Details = Anna,
            })
            .Then(new OrderRegistered(
                "#2539", "processing", "wc-processing", Phase.InProgress, "USD", At(-2), 60.00m, 5m, "paid", "packed", At(-1), Anna));

    [Fact]
    public void What_a_new_order_does_not_say_is_the_stores_currency_its_first_status_and_now() =>
        Given().When(new RegisterOrder { Number = "#1" }).Then(new OrderRegistered("#1", "pending", "", Phase.Open, "EUR", At(1)));

    [Fact]
    public void A_new_order_was_created_when_it_occurred_unless_it_says_otherwise() =>
        Given().When(new RegisterOrder { Number = "#1", OccurredAt = At(-3), Details = Details.None })
            .Then(new OrderRegistered("#1", "pending", "", Phase.Open, "EUR", At(-3), OccurredAt: At(-3)));

    [Fact]
    public void A_new_order_without_a_number_is_a_mistake_of_ours() =>
        Should.Throw<ArgumentException>(() => Given().When(new RegisterOrder()));

    [Fact]
    public void The_same_order_again_records_nothing() => Given(Known).When(KnownAgain).Then();

    [Fact]
    public void Of_changed_details_only_the_changed_members_are_recorded() =>
        Given(Known)
            .When(KnownAgain with { Total = 61m, Details = Json("""{ "customer": { "name": "Anna" }, "items": [1], "note": "x" }""") })
            .Then(new OrderDetailsChanged(Total: 61m, Details: Json("""{ "items": [1], "note": "x" }""")));

    [Fact]
    public void Absent_members_leave_the_order_as_it_is() =>
        Given(Known).When(new RegisterOrder { Refunded = 7m }).Then(new OrderDetailsChanged(Refunded: 7m));

    [Fact]
    public void Each_member_of_an_order_may_change() =>
        Given(Known)
            .When(KnownAgain with { Number = "#2", Refunded = 1m, Currency = "USD", CreatedAt = At(-1) })
            .Then(new OrderDetailsChanged("#2", Refunded: 1m, Currency: "USD", CreatedAt: At(-1)));

    [Fact]
    public void A_changed_status_in_it_is_a_push_like_any_other() =>
        Given(Known)
            .When(KnownAgain with { Status = new("completed", "completed"), Total = 61m, PaymentStatus = "paid", OccurredAt = At(1) })
            .Then(
                new OrderDetailsChanged(Total: 61m, OccurredAt: At(1)),
                new StatusChanged("pending", "completed", "completed", Phase.Done, At(1)),
                new PaymentStatusChanged(null, "paid", At(1)));

    [Fact]
    public void A_strict_store_refuses_an_unusual_status_together_with_the_details() =>
        Given(Known with { Status = "refunded" }).In("vici", Policy.Strict)
            .When(KnownAgain with { Total = 61m })
            .ThenRefused(new Refusal.MoveNotAllowed("refunded", "pending", []));

    private static Details Json(string json) => new(JsonDocument.Parse(json).RootElement);
}
