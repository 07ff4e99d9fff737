using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Alerting;

namespace OrderLedger.Tests.Alerts;

public class DigestsSent(AlertedApp app) : IClassFixture<AlertedApp>
{
    private static readonly DateTimeOffset Today = new(DateTimeOffset.UtcNow.Date, TimeSpan.Zero);

    [Fact]
    public async Task Tell_the_figures_of_yesterday_once_a_day_and_late_where_no_server_ran_at_the_time()
    {
        var key = await Daily("daily");
        using (var sold = await app.Send(HttpMethod.Post, "/api/webhooks/order",
            """{ "id": 1, "status": "processing", "total": "1149.90", "currency": "EUR" }""", key))
            sold.EnsureSuccessStatusCode();
        await app.Push(key, "2", "completed");

        await app.Look(Today.AddDays(1).AddHours(6.9));
        (await app.Ask<long>("select count(*) from ledger.ol_mail where store = 'daily'")).ShouldBe(0);
        await app.Look(Today.AddDays(1).AddHours(18));
        await app.Look(Today.AddDays(1).AddHours(19));
        await app.Look(Today.AddDays(2).AddHours(7));

        var mails = await app.MailsOf("daily", 2);
        mails.Count.ShouldBe(2);
        mails[0].Title.ShouldBe(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"daily: 2 orders on {Today:ddd d MMM yyyy}"));
        foreach (var line in new[] { "New orders              2", "Revenue EUR             1,149.90", "Completed               1", "No alert is open." })
            mails[0].Text.ShouldContain(line);
        mails[1].Text.ShouldContain("New orders              0");
    }

    [Fact]
    public async Task Begin_with_the_next_morning_when_they_are_asked_for_later_in_the_day()
    {
        var key = await app.Watched("new-daily", $$"""{"emails":["{{AlertedApp.Address}}"],"digest":"00:00"}""");

        await app.Look(DateTimeOffset.UtcNow);

        (await app.Shown(key))["mails"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Are_made_once_by_many_servers()
    {
        await Daily("shared");
        var table = app.Services.GetRequiredService<AlertSettingTable>();
        var setting = await table.Of("shared", default);
        var day = DateOnly.FromDateTime(Today.DateTime).AddDays(1);

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            table.Digest("shared", day, Mail.ToAll(setting, "shared: a day", "text", DateTimeOffset.UtcNow.AddHours(1)), default)));

        made.Count(m => m).ShouldBe(1);
        (await app.MailsOf("shared", 1)).ShouldHaveSingleItem();
    }

    private async Task<string> Daily(string store)
    {
        var key = await app.NewStore(store);
        var daily = new AlertSetting(store)
        {
            Emails = [AlertedApp.Address],
            DigestAt = new(7, 0),
            DigestDay = DateOnly.FromDateTime(Today.DateTime),
        };
        await app.Services.GetRequiredService<AlertSettingTable>().Set(daily, Talk.Tester, default);
        return key;
    }
}
