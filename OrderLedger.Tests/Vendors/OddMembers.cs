using System.Globalization;
using System.Security.Cryptography;
using OrderLedger.Tests.Dashboard;

namespace OrderLedger.Tests.Vendors;

/// <summary>
/// Each optional member of each dialect, as each of eight things that it is not, beside a good status: the status is applied, what was left
/// out is said, and the order can be shown afterwards.
/// </summary>
public class OddMembers(SocketApp app) : IClassFixture<SocketApp>
{
    private static readonly string[] Values =
    [
        "null", "\"\"", "{}", "[]", "7", $"\"{new string('x', 10_000)}\"", "\"0000-00-00T00:00:00\"", "\"9999-12-31T23:59:59Z\"",
    ];

    private static readonly string[] WooMembers =
    [
        "number", "currency", "total", "refunds", "date_created", "date_created_gmt", "date_modified", "date_modified_gmt", "date_paid",
        "date_paid_gmt", "billing", "shipping", "line_items", "shipping_lines", "fee_lines", "coupon_lines", "tax_lines", "meta_data",
        "customer_note", "customer_id", "payment_method", "payment_method_title", "transaction_id", "discount_total", "total_tax",
        "prices_include_tax", "made_up",
    ];

    private static readonly string[] OwnMembers =
    [
        "number", "order_number", "reference", "display_id", "payment_status", "fulfilment_status", "fulfillment_status", "total", "amount",
        "refunded", "currency", "created_at", "occurred_at", "customer", "customer_name", "customer_email", "items", "billing", "shipping",
        "addresses", "metadata", "subtotal", "shipping_address", "notes", "made_up",
    ];

    /// <summary>A member, and whether each of these values of it is to be named as left out.</summary>
    private static readonly Dictionary<string, string[]> Strict = new()
    {
        ["occurred_at"] = Values[2..],
        ["created_at"] = Values[2..],
        ["date_created"] = Values[2..],
        ["date_created_gmt"] = Values[2..],
        ["date_modified"] = Values[2..],
        ["date_modified_gmt"] = Values[2..],
        ["date_paid"] = Values[2..],
        ["date_paid_gmt"] = Values[2..],
        ["reason"] = Values[2..6],
        ["currency"] = Values[2..],
        ["total"] = [.. Values[2..4], .. Values[5..]],
        ["amount"] = [.. Values[2..4], .. Values[5..]],
        ["refunded"] = [.. Values[2..4], .. Values[5..]],
        ["refunds"] = [Values[2], .. Values[4..]],
        ["number"] = [.. Values[2..4], Values[5]],
        ["shipping_date"] = Values[2..],
        ["delivery_date"] = Values[2..],
        ["branch_id"] = [.. Values[2..4], Values[5]],
        ["admin_notes"] = Values[2..5],
    };

    private int orders = 100;

    public static TheoryData<string, string> Routes => new()
    {
        { "vici", "push" }, { "vici", "intake" }, { "vici", "bulk" }, { "woocommerce", "push" }, { "woocommerce", "webhook" },
        { "wizcommerce", "push" }, { "wizcommerce", "own" }, { "wizcommerce", "register" },
        { "awal", "push" }, { "awal", "own" }, { "awal", "register" },
        { "whatalo", "push" }, { "whatalo", "own" }, { "whatalo", "register" },
        { "genuka", "push" }, { "genuka", "own" }, { "genuka", "register" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Never_sink_the_status_beside_them(string dialect, string route)
    {
        var shop = await Shop.Open(app, $"odd-{dialect}-{route}", dialect);
        foreach (var name in MembersOf(dialect, route))
            foreach (var value in Values)
                await Try(shop, route, name, value);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("vici", "intake")]
    [InlineData("wizcommerce", "register")]
    [InlineData("awal", "register")]
    [InlineData("whatalo", "register")]
    [InlineData("genuka", "register")]
    public async Task All_odd_at_once_can_still_be_shown(string dialect, string route)
    {
        var shop = await Shop.Open(app, $"shown-{dialect}", dialect);
        using var clerk = await Clerk.SignedIn(app, shop.Key);
        foreach (var value in Values)
        {
            var id = shop.OrderId(Interlocked.Increment(ref orders));
            var members = string.Concat(MembersOf(dialect, route).Where(m => !m.Contains('.')).Select(m => $", \"{m}\": {value}"));
            using var taken = await Send(shop, route, id, shop.Words[0], members);
            ((int)taken.StatusCode).ShouldBe(201, await taken.Text());
            await app.Get($"/api/orders/{id}", shop.Key);
            (await clerk.Page($"/dashboard/{shop.Name}/orders/{id}")).Contains("was left out").ShouldBe(value is not ("null" or "\"\""), value);
        }
    }

    private static string[] MembersOf(string dialect, string route) => (dialect, route) switch
    {
        (_, "intake" or "webhook") => WooMembers,
        (_, "register") => OwnMembers,
        (_, "own" or "bulk") => ["payment_status", "fulfilment_status", "fulfillment_status", "occurred_at", "reason", "made_up"],
        ("awal", _) => ["payment_status", "admin_notes", "shipping_date", "delivery_date", "branch_id", "occurred_at", "reason", "made_up"],
        ("whatalo", _) => ["payment_status", "occurred_at", "reason", "made_up"],
        ("genuka", _) => ["billing", "shipping", "metadata", "billing.status", "shipping.status", "occurred_at", "reason", "made_up"],
        _ => ["occurred_at", "reason", "made_up"],
    };

    private async Task Try(Shop shop, string route, string name, string value)
    {
        var id = shop.OrderId(Interlocked.Increment(ref orders));
        var status = route is "intake" or "webhook" or "register" ? shop.Words[0] : shop.Words[1];
        if (route is not ("intake" or "webhook" or "register"))
            await shop.Register(id, shop.Words[0] == "confirmed" ? "confirmed" : "draft" == shop.Words[0] ? "draft" : "pending");
        var member = name.Split('.') is [var outer, var inner] ? $", \"{outer}\": {{ \"{inner}\": {value} }}" : $", \"{name}\": {value}";

        using var response = await Send(shop, route, id, status, member);

        var text = await response.Text();
        ((int)response.StatusCode).ShouldBeInRange(200, 201, $"{name}: {value[..Math.Min(40, value.Length)]}: {text}");
        ((string)(await app.Get($"/api/orders/{id}", shop.Key))["status"]!).ShouldBe(status);
        if (Strict.TryGetValue(name, out var wrong))
            text.Contains("\"notes\":[").ShouldBe(wrong.Contains(value), $"{name}: {value[..Math.Min(40, value.Length)]}: {text}");
    }

    private async Task<HttpResponseMessage> Send(Shop shop, string route, string id, string status, string members)
    {
        switch (route)
        {
            case "intake":
                return await shop.Send(HttpMethod.Post, "/api/webhooks/order", $$"""{ "id": {{id}}, "status": "{{status}}"{{members}} }""");
            case "register":
                return await shop.Send(HttpMethod.Post, "/api/orders", $$"""{ "id": "{{id}}", "status": "{{status}}"{{members}} }""");
            case "own":
                return await shop.Send(HttpMethod.Patch, $"/api/orders/{id}/status", $$"""{ "status": "{{status}}"{{members}} }""");
            case "bulk":
                return await shop.Send(HttpMethod.Post, "/api/orders/bulk-status",
                    $$"""{ "updates": [{ "order_id": "{{id}}", "status": "{{status}}"{{members}} }] }""");
            case "webhook":
                var body = $$"""{ "id": {{id}}, "status": "{{status}}"{{members}} }""".Bytes();
                return await app.SendRaw(HttpMethod.Post, $"/api/webhooks/woocommerce/{shop.Name}", body, headers:
                [
                    ("X-WC-Webhook-Topic", "order.updated"), ("X-WC-Webhook-Delivery-ID", id.ToString(CultureInfo.InvariantCulture)),
                    ("X-WC-Webhook-Signature", Convert.ToBase64String(HMACSHA256.HashData(shop.Key.Bytes(), body))),
                ]);
            default:
                return await shop.Push(id, status, members);
        }
    }
}
