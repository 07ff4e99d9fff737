using System.Text.Json;
using OrderLedger.Domain;
using OrderLedger.Tests.Support;
using static OrderLedger.Tests.Support.Scenario;

namespace OrderLedger.Tests.Domain;

public class Registrations
{
    private static readonly RegisterOrder Request = new(new StatusWord("pending", "pending")) { Number = "#1", CreatedAt = Start };

    [Fact]
    public void A_new_order_is_registered() => new Scenario().When(Request).Then(Registered());

    [Fact]
    public void The_same_again_records_nothing() => new Scenario(Registered()).When(Request).Then();

    [Fact]
    public void Only_the_members_that_changed_are_recorded() =>
        new Scenario(Registered() with { Total = 5m, Details = Json("""{"a":1,"b":{"x":1,"y":2}}""") })
            .When(Request with { Total = 6m, Details = Json("""{"b":{"y":2,"x":1},"c":3}""") })
            .Then(new OrderDetailsChanged(Total: 6m, Details: Json("""{"c":3}""")));

    [Fact]
    public void A_delivery_made_before_the_deletion_is_ignored() =>
        new Scenario(Registered(), new OrderDeleted(Hour(5))).When(Request with { OccurredAt = Hour(4), Total = 1m }).Then();

    [Fact]
    public void News_from_after_the_deletion_brings_the_order_back() =>
        new Scenario(Registered(), new OrderDeleted(Hour(5))).When(Request with { OccurredAt = Hour(6) }).Then(new OrderRestored(Hour(6)));

    [Fact]
    public void A_stale_delivery_changes_nothing_and_keeps_the_stale_fact() =>
        new Scenario(Registered(), new StatusChanged("pending", "completed", "completed", Phase.Done, Hour(9)))
            .When(Request with { OccurredAt = Hour(8), Total = 7m, PaymentStatus = "paid" })
            .Then(new StaleStatusReported("pending", "pending", Hour(8)));

    [Fact]
    public void Details_are_equal_whatever_the_order_of_members()
    {
        Json("""{"a":1,"b":2}""").ShouldBe(Json("""{"b":2,"a":1}"""));
        Json("""{"a":1,"b":2}""").With(Json("""{"b":3}""")).ShouldBe(Json("""{"a":1,"b":3}"""));
        Should.Throw<ArgumentException>(() => Json("[]"));
    }

    private static Details Json(string json) => new(JsonDocument.Parse(json).RootElement);
}
