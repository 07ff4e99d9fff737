using Microsoft.AspNetCore.Http;
using OrderLedger.Api.Dashboard.Home;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Tests.Dashboard;

public class HomeRanges
{
    private static readonly DateOnly Today = new(2026, 3, 31);

    [Theory]
    [InlineData("", "2026-03-02", "?range=30")]
    [InlineData("?range=7", "2026-03-25", "?range=7")]
    [InlineData("?range=today", "2026-03-31", "?range=today")]
    [InlineData("?range=month", "2026-03-01", "?range=month")]
    [InlineData("?range=90&currency=eur", "2026-01-01", "?range=90&currency=EUR")]
    [InlineData("?from=2026-03-01&to=2026-03-31", "2026-03-01", "?from=2026-03-01&to=2026-03-31")]
    [InlineData("?from=&to=", "2026-03-02", "?range=30")]
    public void A_range_ends_today_unless_it_names_its_days(string query, string first, string again)
    {
        var ask = Read(query).Ask!;

        ask.Period.ShouldBe(new Period(DateOnly.Parse(first), Today));
        ask.ToQuery().ShouldBe(again);
    }

    [Theory]
    [InlineData("?range=31", "range takes: today, yesterday, 7, 30, 90, month")]
    [InlineData("?range=x", "range takes: today, yesterday, 7, 30, 90, month")]
    [InlineData("?range=7&from=2026-03-01&to=2026-03-31", "either range, or from and to")]
    [InlineData("?from=2026-03-01", "go together")]
    [InlineData("?from=01.03.2026&to=2026-03-31", "take a day each")]
    [InlineData("?from=0001-01-01&to=2026-03-31", "take a day each")]
    [InlineData("?from=2026-04-01&to=2026-03-31", "must not be after")]
    [InlineData("?from=2010-01-01&to=2026-03-31", "up to 3660 days")]
    [InlineData("?currency=euro", "three letters")]
    [InlineData("?days=7", "Unknown parameter: days")]
    public void What_cannot_be_read_is_said(string query, string fault) => Read(query).Fault!.ShouldContain(fault);

    [Theory]
    [InlineData("?range=today", "2026-03-24", "2026-03-24")]
    [InlineData("?range=yesterday", "2026-03-23", "2026-03-23")]
    [InlineData("?range=7", "2026-03-18", "2026-03-24")]
    [InlineData("?range=month", "2026-02-01", "2026-02-28")]
    [InlineData("?from=2026-03-01&to=2026-03-01", "2026-02-22", "2026-02-22")]
    public void A_day_is_compared_with_its_weekday_and_a_month_with_the_one_before(string query, string first, string last) =>
        Read(query).Ask!.Compared.ShouldBe(new Period(DateOnly.Parse(first), DateOnly.Parse(last)));

    [Theory]
    [InlineData("2025-12-31", Bucket.Day)]
    [InlineData("2025-06-01", Bucket.Week)]
    [InlineData("2020-01-01", Bucket.Month)]
    public void A_longer_range_has_wider_columns(string from, object bucket) =>
        Read($"?from={from}&to=2026-03-31").Ask!.Bucket.ShouldBe((Bucket)bucket);

    private static (HomeAsk? Ask, string? Fault) Read(string query)
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = new(query);
        return HomeAsk.Read(new Query(http.Request), Today);
    }
}
