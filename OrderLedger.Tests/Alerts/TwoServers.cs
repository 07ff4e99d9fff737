using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Alerting;

namespace OrderLedger.Tests.Alerts;

public class TwoServers(AlertedApp app) : IClassFixture<AlertedApp>
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task Take_turns_and_the_second_goes_on_with_what_is_open()
    {
        var key = await app.Watched("shared");
        await app.Push(key, "1", "pending");
        await using (var other = await app.Another())
        {
            await AlertedApp.Look(other.Services, Now.AddHours(25));
            await app.Look(Now.AddHours(80));
            (await app.MailsOf("shared", 1)).ShouldHaveSingleItem("the other one has the turn");
            await app.Push(key, "2", "pending");
        }

        await app.Look(Now.AddHours(26));

        var mails = await app.MailsOf("shared", 2);
        mails.Count.ShouldBe(2);
        mails[1].Text.ShouldStartWith("Order 2 ");
    }

    [Fact]
    public async Task That_find_the_same_at_once_tell_it_once()
    {
        await app.Watched("raced");
        var table = app.Services.GetRequiredService<AlertTable>();
        var setting = await app.Services.GetRequiredService<AlertSettingTable>().Of("raced", default);
        var wrong = new Wrong(AlertKinds.Drift, "", "Something is wrong.", "https://orders.shop.example/dashboard/raced");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => table.Change("raced", [wrong], [], opened => opened.Count == 0 ? []
            : Mail.ToAll(setting, "raced: something", "text", Now.AddHours(1)), default)));

        (await app.MailsOf("raced", 1)).ShouldHaveSingleItem();
        (await app.Ask<long>("select count(*) from ledger.mt_events where tenant_id = '*' and stream_id = 'raced' and type = 'alert_opened'"))
            .ShouldBe(1);
    }
}
