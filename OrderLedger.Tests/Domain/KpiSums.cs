using OrderLedger.Domain;
using static OrderLedger.Tests.Support.Scenario;

namespace OrderLedger.Tests.Domain;

public class KpiSums
{
    [Fact]
    public void A_deleted_order_is_not_counted() => Sums(Registered() with { Total = 5m }, new OrderDeleted()).ShouldBeEmpty();

    [Fact]
    public void A_refund_of_unknown_amount_counts_nothing_net() =>
        Sums(Registered("refunded", Phase.Refunded) with { Total = 5m }).Values.Single().ShouldBe(new(1, 5m, 5m));

    [Fact]
    public void A_refund_of_known_amount_counts_the_rest() =>
        Sums(Registered("refunded", Phase.Refunded) with { Total = 5m, Refunded = 2m }).Values.Single().ShouldBe(new(1, 5m, 2m));

    [Theory]
    [InlineData("JPY", "1000")]
    [InlineData("EUR", "0.10")]
    [InlineData("KWD", "0.001")]
    public void Money_is_summed_to_the_last_digit(string currency, string total) =>
        Sums(Registered() with { Currency = currency, Total = decimal.Parse(total, System.Globalization.CultureInfo.InvariantCulture) })
            .Single().Value.Gross.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(total);

    [Theory]
    [InlineData("Asia/Tokyo", "2026-01-01T15:00:00Z", "2026-01-02")]
    [InlineData("Europe/Berlin", "2026-03-28T22:59:59Z", "2026-03-28")]
    [InlineData("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30")]
    [InlineData("America/New_York", "2028-03-01T04:59:00Z", "2028-02-29")]
    public void A_day_is_the_store_s(string zone, string moment, string day) =>
        Shop(zone: zone).DayOf(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void A_status_was_held_by_effective_time_and_never_less_than_no_time()
    {
        Held(Hour(3)).ShouldBe(TimeSpan.FromHours(3));
        Held(Hour(-1)).ShouldBe(TimeSpan.Zero);
        Held(null).ShouldBe(TimeSpan.FromHours(1));
    }

    private static TimeSpan? Held(DateTimeOffset? occurred)
    {
        var past = Record([Registered(), new StatusChanged("pending", "completed", "completed", Phase.Done, occurred)]);
        var before = Order.Fold(past.Take(1));
        return Entry.Of(before, past[1], Order.Apply(before, past[1])).Held;
    }

    private static Dictionary<KpiCell, KpiSum> Sums(params OrderEvent[] events)
    {
        var projections = new Projections();
        foreach (var r in Record(events))
            projections.Apply(r, Shop());
        return projections.Kpis;
    }
}
