using static OrderLedger.Tests.Domain.Scenario;

namespace OrderLedger.Tests.Domain;

public class Folding
{
    public static TheoryData<OrderEvent> Followers =>
    [
        new OrderDetailsChanged(), new StatusChanged("pending", "completed", "completed", Phase.Done),
        new StaleStatusReported("pending", "pending", At(0)), new PaymentStatusChanged(null, "paid"),
        new FulfilmentStatusChanged(null, "shipped"), new NoteAdded("x"), new OrderDeleted(), new OrderRestored(),
        new TagAdded("x"), new TagRemoved("x"), new OrderAssigned(),
    ];

    [Theory]
    [MemberData(nameof(Followers))]
    public void Nothing_but_a_registration_begins_a_stream(OrderEvent first) =>
        Should.Throw<InvalidOperationException>(() => Order.Fold(Recorded([first])))
            .Message.ShouldBe($"shop/2539 v1: {first.GetType().Name} cannot follow.");

    [Fact]
    public void An_order_is_registered_once() =>
        Should.Throw<InvalidOperationException>(() => Order.Fold(Recorded([Registered("pending"), Registered("pending")])))
            .Message.ShouldBe("shop/2539 v2: OrderRegistered cannot follow.");

    [Fact]
    public void No_events_leave_no_order() => Order.Fold([]).ShouldBeNull();

    [Fact]
    public void A_registration_is_the_order() =>
        Order.Fold(Recorded(
        [
            new OrderRegistered("#1", "pending", "Pending", Phase.Open, "USD", At(-2), 60m, 5m, "paid", "packed", At(-1)),
        ]))
            .ShouldBe(new Order("#1", "pending", Phase.Open, "USD", "api", At(-2))
            {
                Id = "2539",
                Total = 60m,
                Refunded = 5m,
                PaymentStatus = "paid",
                DetailsAsOf = At(-1),
                FulfilmentStatus = "packed",
                StatusSince = At(-1),
                StatusAsOf = At(-1),
                FirstSeenAt = At(-1),
                UpdatedAt = At(1),
                Version = 1,
            });

    [Fact]
    public void Without_the_shops_time_a_status_has_lasted_since_it_was_recorded_and_nothing_is_older() =>
        Order.Fold(Recorded([Registered("pending")])).ShouldNotBeNull()
            .ShouldSatisfyAllConditions(o => o.StatusSince.ShouldBe(At(1)), o => o.StatusAsOf.ShouldBeNull());

    [Fact]
    public void Every_event_leaves_its_mark()
    {
        var order = Order.Fold(Recorded(
        [
            Registered("pending"),
            new OrderDetailsChanged("#2", 60m, 5m, "USD", At(-1)),
            new StatusChanged("pending", "completed", "completed", Phase.Done, At(2)),
            new PaymentStatusChanged(null, "paid"),
            new FulfilmentStatusChanged(null, "shipped"),
            new NoteAdded("x"),
            new StaleStatusReported("processing", "processing", At(1)),
        ]));

        order.ShouldBe(new Order("#2", "completed", Phase.Done, "USD", "api", At(-1))
        {
            Id = "2539",
            Total = 60m,
            Refunded = 5m,
            PaymentStatus = "paid",
            FulfilmentStatus = "shipped",
            PaymentAsOf = At(4),
            FulfilmentAsOf = At(5),
            StatusSince = At(2),
            StatusAsOf = At(2),
            LastStale = new("processing", At(1)),
            FirstSeenAt = At(1),
            DoneAt = At(2),
            UpdatedAt = At(6),
            Version = 7,
        });
    }

    [Fact]
    public void A_deleted_order_keeps_its_place_and_may_come_back()
    {
        Order.Fold(Recorded([Registered("pending"), new OrderDeleted(At(1))])).ShouldNotBeNull().DeletedAt.ShouldBe(At(1));
        Order.Fold(Recorded([Registered("pending"), new OrderDeleted()])).ShouldNotBeNull().DeletedAt.ShouldBe(At(2));
        Order.Fold(Recorded([Registered("pending"), new OrderDeleted(), new OrderRestored()])).ShouldNotBeNull().Deleted.ShouldBeFalse();
    }
}
