using System.Text.Json;
using static OrderLedger.Tests.Domain.Scenario;

namespace OrderLedger.Tests.Domain;

public class Pushes
{
    [Fact]
    public void A_new_status_is_recorded_with_the_one_it_replaces_and_the_word_as_sent() =>
        Given(Registered("pending"))
            .When(new Push(new("completed", " WC-Completed ")) { OccurredAt = At(2), Reason = "paid in the shop" })
            .Then(new StatusChanged("pending", "completed", " WC-Completed ", Phase.Done, At(2), "paid in the shop"));

    [Fact]
    public void The_same_status_again_records_nothing() =>
        Given(Registered("pending"), Changed("pending", "completed", Phase.Done)).When(Push("completed")).Then();

    [Fact]
    public void The_same_status_with_an_older_time_is_not_stale_but_nothing() =>
        Given(Registered("pending"), Changed("pending", "completed", Phase.Done))
            .When(Push("completed") with { OccurredAt = At(1) })
            .Then();

    [Fact]
    public void A_push_that_names_nothing_records_nothing() => Given(Registered("pending")).When(new Push()).Then();

    [Fact]
    public void An_unusual_move_is_taken_by_a_permissive_store_and_flagged() =>
        Given(Registered("completed", Phase.Done))
            .When(Push("pending"))
            .Then(new StatusChanged("completed", "pending", "pending", Phase.Open, Unusual: true));

    [Fact]
    public void An_unusual_move_is_refused_by_a_strict_store_which_says_where_the_order_may_go() =>
        Given(Registered("processing", Phase.InProgress)).In("vici", Policy.Strict)
            .When(Push("pending"))
            .ThenRefused(new Refusal.MoveNotAllowed("processing", "pending", ["completed", "on-hold", "cancelled", "refunded", "failed"]));

    [Fact]
    public void The_store_has_the_last_word_on_a_phase() =>
        (Given(Registered("processing")) with
        {
            Store = Shop("woocommerce", Policy.Permissive) with { Phases = new Dictionary<string, Phase> { ["picked-up"] = Phase.Done } },
        })
        .When(Push("picked-up"))
        .Then(new StatusChanged("processing", "picked-up", "picked-up", Phase.Done));

    [Fact]
    public void An_order_never_registered_is_unknown() =>
        Given().When(Push("completed")).ThenRefused(new Refusal.UnknownOrder());

    [Fact]
    public void A_deleted_order_is_as_unknown_as_one_that_never_was() =>
        Given(Registered("pending"), new OrderDeleted()).When(Push("completed")).ThenRefused(new Refusal.UnknownOrder());

    [Fact]
    public void A_push_made_for_another_version_is_refused_with_the_present_one() =>
        Given(Registered("pending"), Changed("pending", "on-hold", Phase.Open))
            .When(Push("completed") with { ExpectedVersions = [1, 3] })
            .ThenRefused(new Refusal.VersionMoved(2));

    [Fact]
    public void Any_of_several_expected_versions_will_do() =>
        Given(Registered("pending"))
            .When(Push("completed") with { ExpectedVersions = [7, 1] })
            .Then(Changed("pending", "completed", Phase.Done));

    [Fact]
    public void The_other_axes_and_the_note_are_recorded_only_where_they_differ() =>
        Given(Registered("pending"), new PaymentStatusChanged(null, "paid"), new NoteAdded("ring twice"))
            .When(new Push { PaymentStatus = "paid", FulfilmentStatus = "shipped", Note = "ring twice", OccurredAt = At(3) })
            .Then(new FulfilmentStatusChanged(null, "shipped", At(3)));

    [Fact]
    public void One_push_may_change_everything_at_once() =>
        Given(Registered("pending"))
            .When(Push("completed") with { PaymentStatus = "paid", FulfilmentStatus = "shipped", Note = "ring twice", Reason = "r" })
            .Then(
                new StatusChanged("pending", "completed", "completed", Phase.Done, Reason: "r"),
                new PaymentStatusChanged(null, "paid", Reason: "r"),
                new FulfilmentStatusChanged(null, "shipped", Reason: "r"),
                new NoteAdded("ring twice"));

    [Fact]
    public void Deleting_is_recorded_once() =>
        Given(Registered("pending"), new OrderDeleted(At(2))).When(new DeleteOrder(At(2))).Then();

    [Fact]
    public void Deleting_records_the_shops_time() =>
        Given(Registered("pending")).When(new DeleteOrder(At(2))).Then(new OrderDeleted(At(2)));

    [Fact]
    public void What_was_never_registered_cannot_be_deleted() =>
        Given().When(new DeleteOrder()).ThenRefused(new Refusal.UnknownOrder());

    private static StatusChanged Changed(string from, string to, Phase phase) => new(from, to, to, phase);

    [Fact]
    public void Details_are_merged_and_only_what_changed_is_recorded() =>
        Given(Registered("pending") with { Details = Json("""{"metadata":{"a":1},"notes":"n"}""") })
            .When(new Push { Details = Json("""{"metadata":{"b":2},"notes":"n"}""") })
            .Then(new OrderDetailsChanged(Details: Json("""{"metadata":{"a":1,"b":2}}""")));

    [Fact]
    public void Details_beside_a_stale_status_are_judged_by_the_time_of_the_details_known()
    {
        OrderEvent[] completed = [Registered("pending"), new StatusChanged("pending", "completed", "completed", Phase.Done, At(5))];
        var late = Push("processing") with { OccurredAt = At(1), Details = Json("""{"a":1}""") };
        var stale = new StaleStatusReported("processing", "processing", At(1));

        Given(completed).When(late).Then(stale, new OrderDetailsChanged(Details: Json("""{"a":1}"""), OccurredAt: At(1)));
        Given([.. completed, new OrderDetailsChanged(Details: Json("""{"a":2}"""), OccurredAt: At(2))]).When(late)
            .Then(["The details are older than those known and were not applied."], stale);
    }

    private static Details Json(string json) => new(JsonDocument.Parse(json).RootElement);
}
