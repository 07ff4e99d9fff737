using static OrderLedger.Tests.Domain.Scenario;

namespace OrderLedger.Tests.Domain;

public class KpiSums
{
    private static readonly OrderRegistered Sixty = Registered("pending") with { Total = 60m };

    [Fact]
    public void An_order_counts_once_with_its_total_in_the_cell_of_its_status() =>
        Sums(Sixty).ShouldBe([(Cell("pending", Phase.Open), new KpiSum(1, 60m, 0))]);

    [Fact]
    public void A_status_moves_the_order_to_another_cell_and_leaves_nothing_behind() =>
        Sums(Sixty, new StatusChanged("pending", "completed", "completed", Phase.Done))
            .ShouldBe([(Cell("completed", Phase.Done), new KpiSum(1, 60m, 0))]);

    [Fact]
    public void An_order_of_unknown_total_still_counts() =>
        Sums(Registered("pending")).ShouldBe([(Cell("pending", Phase.Open), new KpiSum(1, 0, 0))]);

    [Fact]
    public void A_deleted_order_counts_nowhere() => Sums(Sixty, new OrderDeleted()).ShouldBeEmpty();

    [Fact]
    public void A_restored_order_counts_as_before() => Sums(Sixty, new OrderDeleted(), new OrderRestored()).ShouldBe(Sums(Sixty));

    [Fact]
    public void A_refunded_order_of_known_amount_counts_what_was_paid_back() =>
        Sums(Sixty, new StatusChanged("pending", "refunded", "refunded", Phase.Refunded), new OrderDetailsChanged(Refunded: 20m))
            .ShouldBe([(Cell("refunded", Phase.Refunded), new KpiSum(1, 60m, 20m, EverRefunded: 1))]);

    [Fact]
    public void A_refunded_order_of_unknown_amount_counts_nothing_net() =>
        Sums(Sixty, new StatusChanged("pending", "refunded", "refunded", Phase.Refunded))
            .ShouldBe([(Cell("refunded", Phase.Refunded), new KpiSum(1, 60m, 60m, EverRefunded: 1))]);

    [Fact]
    public void A_partial_refund_counts_whatever_the_status() =>
        Sums(Sixty with { Refunded = 0.5m }).ShouldBe([(Cell("pending", Phase.Open), new KpiSum(1, 60m, 0.5m))]);

    [Fact]
    public void What_never_touches_status_or_money_is_worth_nothing() =>
        Sums(Sixty, new NoteAdded("x"), new PaymentStatusChanged(null, "paid"), new StaleStatusReported("failed", "failed", At(0)))
            .ShouldBe(Sums(Sixty));

    [Theory]
    [InlineData("JPY", "1999", "1", "2000")]
    [InlineData("EUR", "19.99", "0.01", "20.00")]
    [InlineData("KWD", "19.999", "0.001", "20.000")]
    public void Money_is_added_to_the_last_digit_of_any_currency(string currency, string one, string other, string sum)
    {
        var sums = new Dictionary<KpiCell, KpiSum>();
        foreach (var total in new[] { one, other })
            Add(sums, Shop("vici", Policy.Permissive), Sixty with { Currency = currency, Total = decimal.Parse(total, null) });

        sums.ShouldBe([new(Cell("pending", Phase.Open) with { Currency = currency }, new KpiSum(2, decimal.Parse(sum, null), 0))]);
    }

    [Fact]
    public void A_corrected_currency_or_day_moves_the_order() =>
        Sums(Sixty, new OrderDetailsChanged(Currency: "USD", CreatedAt: At(24))).ShouldBe(
            [(Cell("pending", Phase.Open) with { Currency = "USD", Day = new(2026, 3, 2) }, new KpiSum(1, 60m, 0))]);

    [Theory]
    [InlineData("Europe/Berlin", "2026-01-31T22:59:59Z", "2026-01-31")]
    [InlineData("Europe/Berlin", "2026-01-31T23:00:00Z", "2026-02-01")]
    [InlineData("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30")]
    [InlineData("Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-25")]
    [InlineData("Europe/Berlin", "2026-10-25T23:00:00Z", "2026-10-26")]
    [InlineData("America/New_York", "2028-02-29T04:59:59Z", "2028-02-28")]
    [InlineData("America/New_York", "2028-03-01T04:59:59Z", "2028-02-29")]
    [InlineData("Asia/Kolkata", "2028-02-28T18:30:00Z", "2028-02-29")]
    [InlineData("Pacific/Kiritimati", "2026-12-31T10:00:00Z", "2027-01-01")]
    public void An_order_counts_on_its_day_in_the_stores_time_zone(string zone, string created, string day)
    {
        var sums = new Dictionary<KpiCell, KpiSum>();
        var store = Shop("vici", Policy.Permissive) with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
        Add(sums, store, Sixty with { CreatedAt = DateTimeOffset.Parse(created, null) });

        sums.Keys.ShouldHaveSingleItem().Day.ShouldBe(DateOnly.Parse(day, null));
    }

    private static KpiCell Cell(string status, Phase phase) => new("shop", new(2026, 3, 1), "EUR", status, phase);

    private static List<(KpiCell, KpiSum)> Sums(params OrderEvent[] events)
    {
        var sums = new Dictionary<KpiCell, KpiSum>();
        Add(sums, Shop("vici", Policy.Permissive), events);
        return [.. sums.Select(s => (s.Key, s.Value))];
    }

    private static void Add(Dictionary<KpiCell, KpiSum> sums, Store store, params OrderEvent[] events)
    {
        Order? before = null;
        foreach (var r in Recorded(events))
            Kpi.Add(before, before = Order.Apply(before, r), store, sums);
    }
}
