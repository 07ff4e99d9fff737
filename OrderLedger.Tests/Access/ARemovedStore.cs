using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;

namespace OrderLedger.Tests.Access;

public class ARemovedStore(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Lets_nobody_in_and_takes_no_webhook()
    {
        await app.Register("1");
        var (before, _) = await Reads();

        await app.Services.GetRequiredService<StoreTable>().Remove("default", Talk.Tester, default);
        await app.Services.GetRequiredService<Keyring>().Read(default);

        before.ShouldBe(HttpStatusCode.OK);
        (await Reads()).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
    }

    private async Task<(HttpStatusCode Key, HttpStatusCode Webhook)> Reads()
    {
        using var read = await app.Send(HttpMethod.Get, "/api/orders/1");
        using var pushed = await app.Send(HttpMethod.Post, "/api/webhooks/woocommerce/default", "{}", null,
            ("X-WC-Webhook-Topic", "order.updated"), ("X-WC-Webhook-Signature", "AAAA"));
        return (read.StatusCode, pushed.StatusCode);
    }
}
