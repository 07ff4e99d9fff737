namespace OrderLedger.Tests.Feed;

/// <summary>A server that three may listen to.</summary>
public sealed class ListenedApp : SocketApp
{
    public ListenedApp() => Extra["OrderLedger:Feed:ListenersMax"] = "3";
}

public class OneListenerTooMany(ListenedApp app) : IClassFixture<ListenedApp>
{
    [Fact]
    public async Task Is_refused_until_another_one_leaves()
    {
        using (var first = await Listener.Connect(app.Client))
        using (var second = await Listener.Connect(app.Client))
        using (var third = await Listener.Connect(app.Client))
        {
            using var live = await Listener.Ask(app.Client, "", LedgerApp.Key, default);
            using var waits = await app.Send(HttpMethod.Get, "/api/events?wait=5&after=0");
            using var asks = await app.Send(HttpMethod.Get, "/api/events");

            live.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            ((string)(await live.Json())["error"]!).ShouldContain("OrderLedger__Feed__ListenersMax");
            live.Header("Retry-After").ShouldBe("1");
            waits.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            asks.StatusCode.ShouldBe(HttpStatusCode.OK, "an answer at once takes no place");
        }

        await Condition.Holds(async () =>
        {
            using var answer = await Listener.Ask(app.Client, "", LedgerApp.Key, default);
            return answer.StatusCode == HttpStatusCode.OK;
        }, TimeSpan.FromSeconds(30), () => "Nobody left.");
    }
}
