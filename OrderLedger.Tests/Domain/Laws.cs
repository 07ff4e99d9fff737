using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace OrderLedger.Tests.Domain;

/// <summary>Laws that hold for every store, every past and every request.</summary>
public class Laws
{
    [Fact]
    public void A_request_made_twice_appends_nothing_the_second_time() => Hold(asked =>
    {
        var past = new List<OrderEvent>();
        for (var i = 0; i < asked.Requests.Length; i++)
        {
            if (asked.Decided(past, asked.Requests[i], Scenario.At(i + 1)) is Decision.Accepted first)
                past.AddRange(first.Events);
            if (asked.Decided(past, asked.Requests[i], Scenario.At(i + 1)) is Decision.Accepted { Events.Count: > 0 })
                return false;
        }
        return true;
    });

    [Fact]
    public void The_fold_of_a_prefix_is_the_order_at_that_version() => Hold(asked =>
    {
        var stream = asked.Stream();
        Order? live = null;
        return stream.All(r => Order.Fold(stream.Take((int)r.Version)) == (live = Order.Apply(live, r)) && live.Version == r.Version);
    });

    [Fact]
    public void An_order_and_its_details_go_on_from_their_stored_views_as_if_never_stored() => Hold(asked =>
    {
        Order? order = null, stored = null;
        OrderDetails? details = null, storedDetails = null;
        return asked.Stream().All(r =>
        {
            stored = Stored(Order.Apply(stored, r), StoredJson.Stored.Order);
            storedDetails = Stored(OrderDetails.Apply(storedDetails, r), StoredJson.Stored.OrderDetails);
            return stored == (order = Order.Apply(order, r)) && storedDetails == (details = OrderDetails.Apply(details, r));
        });
    });

    [Fact]
    public void What_is_decided_can_always_follow() => Hold(asked =>
    {
        var stream = asked.Stream();
        return stream.Count == 0 || Order.Fold(stream) is not null;
    });

    [Fact]
    public void What_is_decided_is_read_from_the_store_as_it_was() => Hold(asked =>
        asked.Stream().All(r => EventTypes.Read(EventTypes.NameOf(r.Event), EventTypes.Write(r.Event)) == r.Event));

    [Fact]
    public void A_status_changes_only_from_the_one_the_order_has_by_a_move_its_store_accepts() => Hold(asked =>
    {
        Order? before = null;
        return asked.Stream().All(r =>
        {
            var follows = r.Event is not StatusChanged e || (e.From == before!.Status && e.To != e.From && Accepts(asked.Store, e));
            before = Order.Apply(before, r);
            return follows;
        });
    });

    private static bool Accepts(Store store, StatusChanged e)
    {
        var move = store.Vocabulary.MoveBetween(e.From, e.To);
        return store.Policy.Accepts(move) && e.Unusual == (move == Move.Unusual);
    }

    private static T Stored<T>(T view, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> json) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(view, json), json)!;

    private static void Hold(Func<Asked, bool> law) => Prop.ForAll(AnyRequests.OfAnyStore(), law).QuickCheckThrowOnFailure();
}
