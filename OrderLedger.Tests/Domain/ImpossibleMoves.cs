using static OrderLedger.Tests.Domain.Scenario;

namespace OrderLedger.Tests.Domain;

public class ImpossibleMoves
{
    [Theory]
    [InlineData("shipped", "accepted", "delivered,completed,cancelled", "delivered,cancelled")]
    [InlineData("delivered", "pending", "completed", "completed")]
    [InlineData("delivered", "cancelled", "completed", "completed")]
    [InlineData("completed", "pending", "", "")]
    [InlineData("cancelled", "accepted", "", "")]
    public void An_Awal_order_does_not_climb_down_under_any_policy(string from, string to, string permissiveNext, string strictNext)
    {
        Given(Registered(from)).In("awal", Policy.Permissive).When(Push(to)).ThenRefused(Impossible(from, to, permissiveNext));
        Given(Registered(from)).In("awal", Policy.Strict).When(Push(to)).ThenRefused(Impossible(from, to, strictNext));
    }

    [Fact]
    public void Skipping_rungs_is_unusual_for_a_permissive_Awal_store() =>
        Given(Registered("pending")).In("awal", Policy.Permissive)
            .When(Push("delivered"))
            .Then(new StatusChanged("pending", "delivered", "delivered", Phase.Done, Unusual: true));

    [Fact]
    public void Skipping_rungs_is_refused_by_a_strict_Awal_store() =>
        Given(Registered("pending")).In("awal", Policy.Strict)
            .When(Push("delivered"))
            .ThenRefused(new Refusal.MoveNotAllowed("pending", "delivered", ["accepted", "cancelled"]));

    [Theory]
    [InlineData("pending", "completed", "confirmed,cancelled")]
    [InlineData("pending", "in_progress", "confirmed,cancelled")]
    [InlineData("pending", "returned", "confirmed,cancelled")]
    [InlineData("confirmed", "completed", "in_progress,cancelled")]
    [InlineData("in_progress", "cancelled", "completed,returned")]
    [InlineData("in_progress", "confirmed", "completed,returned")]
    [InlineData("completed", "cancelled", "returned")]
    [InlineData("cancelled", "confirmed", "")]
    [InlineData("returned", "completed", "")]
    public void A_Whatalo_order_makes_only_the_moves_of_the_graph_under_any_policy(string from, string to, string next)
    {
        foreach (var policy in Enum.GetValues<Policy>())
            Given(Registered(from)).In("whatalo", policy).When(Push(to)).ThenRefused(Impossible(from, to, next));
    }

    [Theory]
    [InlineData("pending", "confirmed")]
    [InlineData("pending", "cancelled")]
    [InlineData("confirmed", "in_progress")]
    [InlineData("confirmed", "cancelled")]
    [InlineData("in_progress", "completed")]
    [InlineData("in_progress", "returned")]
    [InlineData("completed", "returned")]
    public void The_moves_Whatalo_prints_are_usual(string from, string to)
    {
        foreach (var policy in Enum.GetValues<Policy>())
            Given(Registered(from)).In("whatalo", policy).When(Push(to))
                .Then(new StatusChanged(from, to, to, Vocabularies.Whatalo.PhaseOf(to)));
    }

    [Fact]
    public void A_refused_status_takes_the_rest_of_its_push_with_it() =>
        Given(Registered("completed")).In("awal", Policy.Permissive)
            .When(Push("pending") with { PaymentStatus = "paid" })
            .ThenRefused(new Refusal.MoveNotAllowed("completed", "pending", []));

    private static Refusal.MoveNotAllowed Impossible(string from, string to, string next) =>
        new(from, to, next.Split(',', StringSplitOptions.RemoveEmptyEntries));
}
