using System.Net;
using OrderLedger.Tests.Support;

namespace OrderLedger.Tests.Dialects;

public class ViciPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task The_printed_request_gets_the_printed_answer()
    {
        await app.Register("2539", "processing");

        using var response = await app.Patch("2539", """{ "order_status": "completed" }""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldStartWith(
            """{"success":true,"message":"Order Order #2539 status updated to \"completed\".","order_number":"Order #2539","woo_order_id":2539,"order_status":"completed",""");
        (await app.Faults()).ShouldBeEmpty();
    }
}
