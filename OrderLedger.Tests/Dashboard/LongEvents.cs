using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Auditing;

namespace OrderLedger.Tests.Dashboard;

public class LongEvents(SocketApp app) : IClassFixture<SocketApp>
{
    [Fact]
    public async Task Are_read_cut_and_still_told_with_what_changed()
    {
        await Report("20.00", "one " + new string('a', 100_000) + " end");
        await Report("21.00", "two " + new string('b', 100_000) + " end");
        await Report("22.00", "short");

        var events = await app.Services.GetRequiredService<OrderTimeline>()
            .Page(new("default", "20"), long.MaxValue, 50, CancellationToken.None);

        events.Select(e => (e.Data.Length, e.More > 90_000))
            .ShouldBe([(events[0].Data.Length, false), (OrderTimeline.DataMax, true), (OrderTimeline.DataMax, true)]);
        events[0].Data.ShouldContain("short");
        var changed = events[1].Recorded.Event.ShouldBeOfType<OrderDetailsChanged>();
        (changed.Total, changed.Details!.ToString()!.Length < 100).ShouldBe((21m, true));
        using var clerk = await Clerk.SignedIn(app);
        var page = await clerk.Page("/dashboard/default/orders/20");
        page.ShouldContain("Changed: total 21.00, customer note");
        page.ShouldContain($"... {events[1].More} more characters");
        page.Length.ShouldBeLessThan(100_000);
    }

    private async Task Report(string total, string note)
    {
        using var answer = await app.Send(HttpMethod.Post, "/api/webhooks/order",
            $$"""{ "id": 20, "status": "processing", "total": "{{total}}", "customer_note": "{{note}}" }""");
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
    }
}
