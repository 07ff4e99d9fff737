using OrderLedger.Api.Dashboard.Home;
using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Tests.Dashboard;

public class HomeCards
{
    [Theory]
    [InlineData("revenue", 150.5, 100, "150.50", "▲ 50.5 % more, better", Tone.Good)]
    [InlineData("revenue", 50, 100, "50.00", "▼ 50.0 % less, worse", Tone.Bad)]
    [InlineData("cancel_rate", 0.05, 0.04, "5.0 %", "▲ 1.0 points more, worse", Tone.Bad)]
    [InlineData("cycle_time_median", 3600, 7200, "1 h", "▼ 50.0 % less, better", Tone.Good)]
    [InlineData("status_changes", 20, 10, "20", "▲ 100.0 % more", Tone.None)]
    [InlineData("counted_orders", 1500, 20, "1,500", "▲ 75 times as much, better", Tone.Good)]
    [InlineData("counted_orders", 5, 0, "5", "▲ more, better", Tone.Good)]
    [InlineData("orders", 5, 10, "5", "▼ 50.0 % less", Tone.None)]
    [InlineData("average_order_value", 5.125, 10, "5.13", "▼ 48.8 % less", Tone.None)]
    [InlineData("orders", 5, 5, "5", "as before", Tone.None)]
    public void A_change_says_how_much_and_whether_it_is_welcome(
        string name, double value, double previous, string said, string change, Tone tone)
    {
        var card = Cards(name, (decimal)value, (decimal)previous).Single(c => c.Id == name);

        (card.Value, card.Change, card.Tone).ShouldBe((said, change, tone));
    }

    [Fact]
    public void What_it_is_compared_with_may_still_be_counted() =>
        Card.Of(Read("orders", 5, 0), isSlowKnown: true, isCompared: false).Single(c => c.Id == "orders").Change.ShouldBe("being compared");

    [Fact]
    public void Of_several_currencies_each_says_which_it_counts() =>
        Cards("orders", 1, 1).Select(c => c.Of("EUR")).Where(c => c.Currency != "EUR").Select(c => (c.Id, c.Currency)).ShouldBe(
            [("throughput", "all currencies"), ("cycle_time_median", "all currencies"), ("cycle_time_p90", "all currencies"),
                ("status_changes", "all currencies")]);

    [Fact]
    public void With_nothing_before_there_is_nothing_to_compare_with() =>
        Cards("average_order_value", 5, null).Single(c => c.Id == "average_order_value").Change.ShouldBe("nothing to compare with");

    [Fact]
    public void What_is_not_read_yet_has_no_value_and_the_rest_has() =>
        Cards("orders", 1, 1, isSlowKnown: false).Where(c => c.Value is null).Select(c => c.Id)
            .ShouldBe(["throughput", "cycle_time_median", "cycle_time_p90"]);

    [Fact]
    public void Every_number_has_its_card_and_definition() =>
        Cards("orders", 1, 1).Select(c => (c.Id, c.Definition))
            .ShouldBe(KpiDefinitions.Cards.Select(d => (d.Name, d.Text)), ignoreOrder: true);

    private static IReadOnlyList<Card> Cards(string name, decimal? value, decimal? previous, bool isSlowKnown = true) =>
        Card.Of(Read(name, value, previous), isSlowKnown);

    private static IReadOnlyList<KpiCard> Read(string name, decimal? value, decimal? previous) =>
        [.. KpiDefinitions.Cards.Select(d => new KpiCard(
            d.Name, d.Text, d.Unit, d.Unit == "money" ? "EUR" : null, d.Name == name ? value : 0, d.Name == name ? previous : 0))];
}
