using OrderLedger.Api.Dashboard.Home;

namespace OrderLedger.Tests.Dashboard;

public class ChartDrawings
{
    [Theory]
    [InlineData("0", "0, 1")]
    [InlineData("3", "0, 1, 2, 3")]
    [InlineData("7", "0, 2, 4, 6, 8")]
    [InlineData("17", "0, 5, 10, 15, 20")]
    [InlineData("1234", "0, 500, 1000, 1500")]
    [InlineData("-30, 90", "-50, 0, 50, 100")]
    public void The_value_axis_goes_in_round_steps_and_holds_every_value_and_nothing(string values, string lines) =>
        string.Join(", ", Scale.Of(values.Split(", ").Select(decimal.Parse), isWhole: true).Lines).ShouldBe(lines);

    [Fact]
    public void The_value_axis_has_at_most_five_lines_whatever_the_values()
    {
        for (var value = 0.013m; value < 5_000_000_000; value *= 1.37m)
        {
            var scale = Scale.Of([value, -value / 3], isWhole: false);
            scale.Lines.Count().ShouldBeInRange(2, 5);
            scale.Low.ShouldBeLessThanOrEqualTo(-value / 3);
            scale.High.ShouldBeGreaterThanOrEqualTo(value);
        }
    }

    [Fact]
    public void A_column_stands_on_the_line_of_nothing_and_reaches_its_value()
    {
        var chart = Of(10, -5, 0);

        chart.Bars.Select(b => (Math.Round(b.Y, 3), Math.Round(b.Height, 3))).ShouldBe([(0, 66.667), (66.667, 33.333), (66.667, 0)]);
        chart.Lines.Select(l => (Math.Round(l.At, 3), l.Text)).ShouldBe([(100, "-5"), (66.667, "0"), (33.333, "5"), (0, "10")]);
    }

    [Fact]
    public void Columns_lie_side_by_side_in_the_whole_width()
    {
        var chart = Of(1, 2, 3, 4);

        chart.Bars.Select(b => b.Slot).ShouldBe([0, 25, 50, 75]);
        foreach (var bar in chart.Bars)
            (bar.X + (bar.Width / 2)).ShouldBe(bar.Slot + 12.5, 0.001);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    [InlineData(7, 4)]
    [InlineData(30, 5)]
    [InlineData(90, 5)]
    public void As_many_columns_are_named_as_a_narrow_screen_has_room_for(int columns, int names)
    {
        var chart = Of([.. Enumerable.Range(0, columns).Select(i => (decimal)i)]);

        chart.Names.Count.ShouldBe(names);
        chart.Names[0].ShouldBe(new Tick(0, "day 0"));
    }

    [Fact]
    public void Without_a_column_nothing_is_drawn() => Chart.Of([], isWhole: true).IsEmpty.ShouldBeTrue();

    [Theory]
    [InlineData(0.05, "0.05")]
    [InlineData(950, "950")]
    [InlineData(1500, "1.5k")]
    [InlineData(20000000, "20M")]
    [InlineData(-2500, "-2.5k")]
    public void Values_on_the_axis_are_brief(double value, string text) => Chart.Brief((decimal)value).ShouldBe(text);

    private static Chart Of(params decimal[] values) =>
        Chart.Of([.. values.Select((v, i) => new Column($"day {i}", "", v, ""))], isWhole: true);
}
