namespace OrderLedger.Tests.Vendors.Awal;

public class AwalRefusals(SocketApp app) : IClassFixture<SocketApp>
{
    private const string Order = "/orders/1?phone_number_id=5";

    [Theory]
    [InlineData("a", Order, """{"status":"paid"}""", 422,
        """{"status":"Invalid status. Allowed: pending, accepted, shipped, delivered, completed, cancelled"}""")]
    [InlineData("b", Order, """{"payment_status":"refunded"}""", 422,
        """{"payment_status":"Invalid payment_status. Allowed: paid, unpaid"}""")]
    [InlineData("c", Order, """{"shipping_date":"2026-02-30"}""", 422,
        """{"shipping_date":"shipping_date takes a day as YYYY-MM-DD, e.g. 2026-01-31."}""")]
    [InlineData("d", Order, """{"delivery_date":"31/01/2026"}""", 422,
        """{"delivery_date":"delivery_date takes a day as YYYY-MM-DD, e.g. 2026-01-31."}""")]
    [InlineData("k", Order, """{"branch_id":true,"admin_notes":5}""", 422,
        """{"admin_notes":"admin_notes takes a text.","branch_id":"branch_id takes a text of 1 to 200 characters."}""")]
    [InlineData("e", Order, """{"admin_notes":5}""", 422, """{"admin_notes":"admin_notes takes a text."}""")]
    [InlineData("f", Order, """{"occurred_at":"soon"}""", 422,
        """{"occurred_at":"occurred_at takes a time in ISO 8601, e.g. 2026-01-31T09:30:00Z."}""")]
    [InlineData("g", Order, "[]", 400, """{"body":"The body must be a JSON object, not an array."}""")]
    [InlineData("h", "/orders/1", "{}", 400,
        """{"phone_number_id":"Missing phone_number_id. Send it in the query."}""")]
    [InlineData("i", "/orders/1?phone_number_id=", "{}", 400, """{"phone_number_id":"Missing phone_number_id. Send it in the query."}""")]
    [InlineData("j", "/orders/one?phone_number_id=5", "{}", 400, """{"id":"Invalid order id. Send a whole number, e.g. 2539."}""")]
    public async Task A_wrong_request_is_told_what_is_wrong_with_which_field(
        string store, string path, string body, int status, string details)
    {
        await app.NewStore(store, "awal");
        await app.RegisterAt(store, "1");
        var head = await app.Head();

        using var response = await app.SendSigned(Signatory.Of(store), HttpMethod.Put, path, body, ("X-Request-Id", "req_5"));

        (await response.Text()).ShouldBe(
            $$"""{"error":"validation_failed","message":"The request is not valid.","details":{{details}},"request_id":"req_5"}""");
        ((int)response.StatusCode).ShouldBe(status);
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task A_move_that_is_not_allowed_is_told_the_ones_that_are()
    {
        await app.NewStore("moves", "awal");
        await app.RegisterAt("moves", "1", "shipped");

        using var response = await app.SendSigned(Signatory.Of("moves"), HttpMethod.Put, Order,
            """{"status":"pending"}""", ("X-Request-Id", "req_6"));

        (await response.Text()).ShouldBe(
            """{"error":"validation_failed","message":"An order that is 'shipped' cannot become 'pending' here.","details":"""
            + """{"status":"An order that is 'shipped' cannot become 'pending' here. Allowed: delivered, completed, cancelled"},"request_id":"req_6"}""");
        ((int)response.StatusCode).ShouldBe(409);
    }
}
