using System.Net.Http.Json;

namespace OrderLedger.BrowserTests;

public class ARestart : InABrowser
{
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 15_000 };

    private ServerProcess Server { get; } = new();
    private HttpClient client = null!;

    protected override Uri Address => client.BaseAddress!;

    public override async Task InitializeAsync()
    {
        await Server.Start();
        client = Server.NewClient();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            client.Dispose();
            await Server.DisposeAsync();
        }
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_the_server_costs_an_open_list_no_row_and_nobody_their_session(bool isKilled)
    {
        Expected.Add("ERR_CONNECTION_REFUSED");
        Expected.Add("ERR_INCOMPLETE_CHUNKED_ENCODING");
        Expected.Add("ERR_CONNECTION_RESET");
        Expected.Add("ERR_EMPTY_RESPONSE");
        await SignIn(ServerProcess.Key, "/dashboard/default/orders");
        await IsLive(Page);
        await Push(1, "pending");
        await Expect(Row(1)).ToBeVisibleAsync(Soon);

        if (isKilled)
            await Server.Kill();
        else
            (await Server.Terminate()).ShouldBe(0);
        await Expect(Page.Locator("#live[data-state=lost]")).ToBeVisibleAsync(Soon);
        await Server.Start();
        // What is pushed before the browser is back counts as well.
        await Push(2, "pending");
        await Push(1, "completed");

        await Expect(Row(2)).ToBeVisibleAsync(Soon);
        await Expect(Row(1).Locator(".badge.status")).ToHaveTextAsync("completed", new() { Timeout = 15_000 });
        await IsLive(Page);
        await SeenWithinASecond(async turn =>
        {
            await Push(2 + turn, "pending");
            return Row(2 + turn);
        });
    }

    private ILocator Row(int order) => Page.Locator($"tr[data-order='{order}']");

    private async Task Push(int order, string status)
    {
        using var answer = await client.PostAsJsonAsync("/api/webhooks/order",
            new Dictionary<string, object> { ["id"] = order, ["status"] = status });
        answer.EnsureSuccessStatusCode();
    }
}
