using OrderLedger.Api.Ledger.Reporting;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Tests.Alerts;

public class SilencesTold(AlertedApp app) : IClassFixture<AlertedApp>
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task A_source_is_told_when_it_brought_ten_orders_in_the_same_hours_of_each_of_four_weeks_and_ends_with_its_next_push()
    {
        var key = await app.Watched("quiet");
        await app.Push(key, "1", "completed");
        foreach (var week in new[] { 1, 2, 3, 4 })
            await Then("quiet", Now.AddMinutes(30).AddDays(-7 * week), week == 4 ? 9 : 10);
        await app.Look(Now.AddHours(1));
        (await app.Shown(key))["open"]!.AsArray().ShouldBeEmpty("four weeks before there were nine orders");
        await Then("quiet", Now.AddMinutes(40).AddDays(-28), 1);

        await app.Look(Now.AddMinutes(20));
        (await app.Shown(key))["open"]!.AsArray().ShouldBeEmpty("at this time it was always silent");
        await app.Look(Now.AddHours(1));
        await app.Look(Now.AddHours(9));
        await app.Push(key, "2", "completed");
        await app.Look(Now.AddHours(9));

        (await app.MailsOf("quiet", 1)).ShouldHaveSingleItem().Title.ShouldBe("quiet: nothing comes from intake");
        (await app.Shown(key))["open"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void The_hours_before_are_those_of_the_shops_clock()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        // Clocks went back on 25 October: 10:00 was 08:00 UTC before, and is 09:00 UTC since.
        var (last, now) = (new DateTimeOffset(2026, 10, 28, 9, 0, 0, default), new DateTimeOffset(2026, 10, 28, 12, 0, 0, default));

        var before = Silence.Before(berlin, last, now);

        before.Select(b => b.Begins.ToString("MM-dd HH:mm", null)).ShouldBe(["10-21 08:00", "10-14 08:00", "10-07 08:00", "09-30 08:00"]);
        before.ShouldAllBe(b => b.Ends - b.Begins == now - last);
    }

    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(24, 7)]
    [InlineData(24 * 7.5, 14)]
    [InlineData(24 * 36, 0)]
    public void A_silence_is_compared_with_those_of_as_many_weeks_before(double hours, int days)
    {
        var before = Silence.Before(TimeZoneInfo.Utc, Now, Now.AddHours(hours));

        (before.Count == 0 ? 0 : (Now - before[0].Begins).TotalDays).ShouldBe(days);
    }

    [Theory]
    [InlineData("dashboard")]
    [InlineData("import")]
    [InlineData("woocommerce-pull")]
    public void People_and_imports_may_be_silent(string source) => Silence.IsWatched(source).ShouldBeFalse();

    // Events of as many orders at one time.
    private Task<int> Then(string store, DateTimeOffset at, int orders) => app.Sql.Execute(
        """
        insert into ledger.ol_entry (seq_id, store, order_id, version, type, actor, source, phase, recorded_at, unusual, stale)
        select (select least(min(seq_id), 0) from ledger.ol_entry) - n, $1, md5(random()::text), 1, 'order_registered', 'x', 'intake', 'open', $2, false, false
          from generate_series(1, $3) as n
        """, default, In(store), In(at.ToUniversalTime()), In(orders));
}
