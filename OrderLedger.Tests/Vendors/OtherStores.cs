using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Dashboard;

namespace OrderLedger.Tests.Vendors;

/// <summary>
/// A key sees its own store and nothing else. On each route a stranger asks for an order that another store has, and for one that nobody
/// has: both answers must be the same, and the other store's orders must stay as they are.
/// </summary>
public partial class OtherStores(SocketApp app) : IClassFixture<SocketApp>
{
    private const string Marker = "Marker-of-another-store";

    // The stranger has no order of these numbers, the other store has the first.
    private const int Theirs = 4711;
    private const int Nobodys = 4712;

    private static readonly string[] AllDialects = [.. Vocabularies.Names];

    /// <summary>Every route that takes a key: whose it is, and a request to it about an order.</summary>
    private static readonly (string Route, string[] Dialects, string Path, string? Body)[] Routes =
    [
        ("PATCH /api/orders/{orderId}/status", AllDialects, "/api/orders/{0}/status", """{"status":"{1}"}"""),
        ("PATCH /api/orders/{orderId}", AllDialects, "/api/orders/{0}", """{"add_tags":["mine"]}"""),
        ("PATCH /api/orders/update-status", AllDialects, "/api/orders/update-status", """{"order_id":"{0}","order_status":"{1}"}"""),
        ("POST /api/orders/update-status", AllDialects, "/api/orders/update-status", """{"order_id":"{0}","order_status":"{1}"}"""),
        ("POST /api/orders/bulk-status", AllDialects, "/api/orders/bulk-status", """{"updates":[{"order_id":"{0}","status":"{1}"}]}"""),
        ("POST /api/orders", AllDialects, "/api/orders", """{"id":"{0}","status":"{1}"}"""),
        ("POST /api/webhooks/order", AllDialects, "/api/webhooks/order", """{"id":"{0}","status":"{1}"}"""),
        ("GET /api/orders", AllDialects, "/api/orders?search=Marker", null),
        ("GET /api/orders/{orderId}", AllDialects, "/api/orders/{0}", null),
        ("GET /api/orders/{orderId}/history", AllDialects, "/api/orders/{0}/history", null),
        ("GET /api/orders/{orderId}/receipt", AllDialects, "/api/orders/{0}/receipt", null),
        ("GET /api/checkpoints/{size}", AllDialects, "/api/checkpoints/{0}", null),
        ("GET /api/checkpoints/{size}/consistency/{larger}", AllDialects, "/api/checkpoints/{0}/consistency/{0}", null),
        ("POST /api/orders/{orderId}/erase", AllDialects, "/api/orders/{0}/erase", null),
        ("GET /api/orders/{orderId}/diff", AllDialects, "/api/orders/{0}/diff?from=1", null),
        ("GET /api/audit", AllDialects, "/api/audit?order={0}", null),
        ("GET /api/kpis", AllDialects, "/api/kpis", null),
        ("GET /api/kpis/{series}.csv", AllDialects, "/api/kpis/sources.csv", null),
        ("GET /api/events", AllDialects, "/api/events?types=*", null),
        ("GET /api/audit/export", AllDialects, "/api/audit/export?format=csv", null),
        ("PATCH /v1/orders/{id}/status", ["wizcommerce"], "/v1/orders/{0}/status", """{"status":"{1}"}"""),
        ("PATCH /v1/orders/{id}", ["whatalo"], "/v1/orders/{0}", """{"status":"{1}"}"""),
        ("GET /v1/orders/{id}", ["wizcommerce", "whatalo"], "/v1/orders/{0}", null),
        ("GET /v1/orders", ["wizcommerce", "whatalo"], "/v1/orders", null),
        ("PUT /orders/{id}", ["awal"], "/orders/{0}?phone_number_id=1", """{"status":"{1}"}"""),
        ("GET /orders/{id}", ["awal"], "/orders/{0}?phone_number_id=1", null),
        ("GET /orders", ["awal"], "/orders?phone_number_id=1", null),
        ("PUT /2023-11/admin/orders/{id}/status", ["genuka"], "/2023-11/admin/orders/{0}/status", """{"status":"{1}"}"""),
        ("PUT /2023-11/admin/orders/status/bulk-update", ["genuka"], "/2023-11/admin/orders/status/bulk-update", """{"order_ids":["{0}"],"status":"{1}"}"""),
        ("GET /2023-11/admin/orders/{id}", ["genuka"], "/2023-11/admin/orders/{0}", null),
        ("GET /2023-11/admin/orders/{id}/activities", ["genuka"], "/2023-11/admin/orders/{0}/activities", null),
        ("GET /2023-11/admin/orders/overview", ["genuka"], "/2023-11/admin/orders/overview", null),
        ("GET /api/rejected-pushes", AllDialects, "/api/rejected-pushes", null),
        ("POST /api/rejected-pushes/replay", AllDialects, "/api/rejected-pushes/replay", "{}"),
        ("GET /api/rejected-pushes/{id}", AllDialects, "/api/rejected-pushes/{2}", null),
        ("POST /api/rejected-pushes/{id}/replay", AllDialects, "/api/rejected-pushes/{2}/replay", "{}"),
        ("POST /api/rejected-pushes/{id}/dismiss", AllDialects, "/api/rejected-pushes/{2}/dismiss", "{}"),
        ("GET /api/alerts", AllDialects, "/api/alerts", null),
        ("PUT /api/alerts", AllDialects, "/api/alerts", """{"digest":"{0}"}"""),
        ("POST /api/alerts/test", AllDialects, "/api/alerts/test", null),
        ("GET /api/webhook-subscriptions", AllDialects, "/api/webhook-subscriptions", null),
        ("POST /api/webhook-subscriptions", AllDialects, "/api/webhook-subscriptions", """{"url":"ftp://{0}.example"}"""),
        ("GET /api/webhook-subscriptions/{id}", AllDialects, "/api/webhook-subscriptions/{2}", null),
        ("PATCH /api/webhook-subscriptions/{id}", AllDialects, "/api/webhook-subscriptions/{2}", """{"active":false}"""),
        ("DELETE /api/webhook-subscriptions/{id}", AllDialects, "/api/webhook-subscriptions/{2}", null),
        ("POST /api/webhook-subscriptions/{id}/rotate-secret", AllDialects, "/api/webhook-subscriptions/{2}/rotate-secret", null),
        ("POST /api/webhook-subscriptions/{id}/test", AllDialects, "/api/webhook-subscriptions/{2}/test", null),
        ("GET /api/webhook-subscriptions/{id}/deliveries", AllDialects, "/api/webhook-subscriptions/{2}/deliveries", null),
        ("POST /api/webhook-subscriptions/{id}/redeliver", AllDialects, "/api/webhook-subscriptions/{2}/redeliver", """{"after":0}"""),
        ("GET /api/projections", AllDialects, "/api/projections", null),
        ("POST /api/projections/{name}/rebuild", AllDialects, "/api/projections/{0}/rebuild", null),
        ("GET /api/projections/rebuilds", AllDialects, "/api/projections/rebuilds", null),
        ("GET /api/projections/rebuilds/{id}", AllDialects, "/api/projections/rebuilds/{2}", null),
        ("POST /api/projections/rebuilds/{id}/cancel", AllDialects, "/api/projections/rebuilds/{2}/cancel", null),
    ];

    /// <summary>Open to all, or (WooCommerce's webhook) closed by a signature: WooDeliveries tries that one.</summary>
    private static readonly string[] WithoutKey =
    [
        "GET /health/live", "GET /health/ready", "HEAD /health/live", "HEAD /health/ready", "GET /openapi/{documentName}.json",
        "GET /.well-known/orderledger-checkpoint-key",
        "POST /api/webhooks/woocommerce", "POST /api/webhooks/woocommerce/{store}",
    ];

    /// <summary>With any store's key: sizes, hashes and times of the whole ledger, which move while other tests push.</summary>
    private static readonly string[] OfTheWholeLedger = ["GET /api/checkpoints", "POST /api/checkpoints"];

    /// <summary>It does not end: LiveEvents listens to it.</summary>
    private const string Endless = "GET /api/live";

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var (route, dialect) in Routes.SelectMany(r => r.Dialects, (r, dialect) => (r.Route, dialect)))
                cases.Add(route, dialect);
            return cases;
        }
    }

    [Fact]
    public void Every_route_is_tried() => Routes.Select(r => r.Route).Concat(WithoutKey).Concat(OfTheWholeLedger).Append(Endless).ShouldBe(
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ITagsMetadata>()?.Tags.Contains(Pages.Tag) != true)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [], (e, method) =>
                $"{method} /{e.RoutePattern.RawText!.TrimStart('/')}"), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Another_stores_order_is_as_one_that_nobody_has(string route, string dialect)
    {
        var name = $"{Array.FindIndex(Routes, r => r.Route == route)}-{dialect}";
        var victim = await Shop.Open(app, $"victim-{name}", dialect);
        var stranger = await Shop.Open(app, $"stranger-{name}", dialect);
        await victim.Register(victim.OrderId(Theirs), victim.Words[0], Marker);
        using var refused = await victim.Push(victim.OrderId(Theirs), "no/such/status");
        var rejected = await RejectedOf(victim);
        var before = await Events(victim);

        var (_, _, path, body) = Routes.Single(r => r.Route == route);
        var method = new HttpMethod(route.Split(' ')[0]);
        var theirs = await Answer(stranger, method, Filled(path, stranger, Theirs, rejected), Filled(body, stranger, Theirs, rejected));
        var nobodys = await Answer(stranger, method, Filled(path, stranger, Nobodys, Guid.Empty),
            Filled(body, stranger, Nobodys, Guid.Empty));

        theirs.ShouldBe(nobodys);
        theirs.ShouldNotContain(Marker);
        (await Events(victim)).ShouldBe(before);
    }

    // Status, headers and body, but for what differs from request to request anyway: ids, times, and what is left of the rate.
    private static async Task<string> Answer(Shop shop, HttpMethod method, string path, string? body)
    {
        using var response = await shop.Send(method, path, body);
        var headers = response.Headers.Where(h => h.Key is not ("Date" or "X-Request-Id"))
            .Select(h => $"{h.Key}: {string.Join(",", h.Value)}");
        // That an export was taken is recorded, and so part of the next.
        var lines = (await response.Text()).Split('\n').Where(l => !l.Contains("export_taken", StringComparison.Ordinal));
        return Varying().Replace($"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n{string.Join('\n', lines)}", "*");
    }

    private static string Filled(string? text, Shop shop, int order, Guid rejected) => text?
        .Replace("{0}", shop.OrderId(order), StringComparison.Ordinal)
        .Replace("{1}", shop.Words[0], StringComparison.Ordinal)
        .Replace("{2}", rejected.ToString(), StringComparison.Ordinal)!;

    private async Task<string> Events(Shop shop) => await app.Ask<string>(
        $"""
         select (select concat(count(*), ' ', max(seq_id)) from ledger.mt_events where tenant_id = '{shop.Name}') || ' '
             || (select string_agg(concat(id, state, tries), ',') from ledger.ol_rejected_push where store = '{shop.Name}')
         """);

    private async Task<Guid> RejectedOf(Shop shop) =>
        await app.Ask<Guid>($"select id from ledger.ol_rejected_push where store = '{shop.Name}' limit 1");

    [GeneratedRegex("""471[12]|req_[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|20\d\d-\d\d-\d\dT[0-9:.]+(Z|\+00:00)""")]
    private static partial Regex Varying();
}
