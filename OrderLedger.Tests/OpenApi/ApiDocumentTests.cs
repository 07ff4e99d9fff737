using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Dashboard;

namespace OrderLedger.Tests.OpenApi;

public class TheApiDocument(SocketApp app) : IClassFixture<SocketApp>
{
    /// <summary>Not part of the API: the document itself, and HEAD, which is GET without its body.</summary>
    private static readonly string[] OwnRoutes = ["GET /openapi/{documentName}.json", "HEAD /health/live", "HEAD /health/ready"];

    /// <summary>Its answer does not end: LiveEvents listens to it.</summary>
    private const string Endless = "/api/live";

    private static readonly (string Dialect, string Id)[] Vendors =
    [
        ("wizcommerce", "01f5d171-d3e3-4b2b-bd57-0727194b5bed"), ("awal", "1"), ("whatalo", "472819365047"),
        ("genuka", "01k76xt7z87katy392s6w335cp"),
    ];

    private readonly List<(Shop Shop, string Id)> shops = [];
    private string rejected = "";
    private string size = "";

    private sealed record Operation(string Method, string Path, JsonObject Json)
    {
        public string Tag => (string)Json["tags"]![0]!;

        /// <summary>The parameters of the query without which the route does not answer.</summary>
        public string RequiredQuery => string.Concat((Json["parameters"]?.AsArray() ?? [])
            .Where(p => (string)p!["in"]! == "query" && (bool?)p["required"] == true)
            .Select((p, i) => $"{(i == 0 ? '?' : '&')}{p!["name"]}={p["example"]}"));

        public override string ToString() => $"{Method} {Path}";
    }

    [Fact]
    public async Task It_names_every_route_and_no_other()
    {
        var mapped = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ITagsMetadata>()?.Tags.Contains(Pages.Tag) != true)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [], (e, method) =>
                $"{method} /{e.RoutePattern.RawText!.TrimStart('/')}")
            .Except(OwnRoutes);

        (await Operations()).Select(o => o.ToString()).ShouldBe(mapped, ignoreOrder: true);
    }

    [Fact]
    public async Task Its_sections_begin_with_the_vendors_and_none_of_it_shows_types_of_the_code()
    {
        var document = await app.Get("/openapi/v1.json");

        document["tags"]!.AsArray().Select(t => (string)t!["name"]!).ShouldBe(
        [
            "Dialect A: Vici", "Dialect B: WooCommerce", "Dialect C: WizCommerce", "Dialect D: Awal", "Dialect E: Whatalo",
            "Dialect F: Genuka",
            "Dialects C and E: WizCommerce, Whatalo", "Alerts", "Audit", "Feed", "Health", "KPIs", "Orders", "Projections", "Proof",
            "Rejected pushes", "Webhooks",
        ]);
        document["components"]!["schemas"].ShouldBeNull();
    }

    [Fact]
    public async Task Every_operation_has_a_summary_a_description_and_an_example_for_each_body()
    {
        foreach (var operation in await Operations())
        {
            operation.Json["summary"].ShouldNotBeNull(operation.ToString());
            operation.Json["description"].ShouldNotBeNull(operation.ToString());
            var bodies = operation.Json["responses"]!.AsObject().Select(r =>
                r.Value!["content"]).Append(operation.Json["requestBody"]?["content"]);
            foreach (var media in bodies.OfType<JsonObject>().SelectMany(content => content))
                Examples(media.Value!).ShouldNotBeEmpty(operation.ToString());
        }
    }

    [Fact]
    public async Task Every_operation_that_takes_a_key_says_how_and_what_a_wrong_one_is_answered()
    {
        foreach (var operation in (await Operations()).Where(o => o.Path.StartsWith("/api/", StringComparison.Ordinal)))
        {
            operation.Json["security"]!.AsArray().ShouldNotBeEmpty(operation.ToString());
            operation.Json["responses"]!["401"].ShouldNotBeNull(operation.ToString());
        }
    }

    [Fact]
    public async Task Its_request_examples_are_accepted_and_answered_as_it_shows()
    {
        await Known();
        foreach (var operation in (await Operations()).Where(o => o.Json["requestBody"] is not null))
            foreach (var body in Examples(operation.Json["requestBody"]!["content"]!["application/json"]!))
                await Play(operation, body.ToJsonString());
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Its_examples_of_what_takes_no_body_have_the_members_of_the_real_answers()
    {
        await Known();
        // One that another process is at: it waits, to be looked at and cancelled.
        await using var elsewhere = await app.HoldRebuilds();
        foreach (var operation in (await Operations()).Where(o => o.Json["requestBody"] is null && o.Path != Endless))
            await Play(operation, null);
    }

    // The stores whose routes the document describes, each with the order that its examples speak of.
    private async Task Known()
    {
        await app.Register("2539", "processing", "149.90");
        using var refused = await app.Patch("2541", """{"order_status":"completed"}""");
        rejected = (string)(await app.Get("/api/rejected-pushes"))["rejected_pushes"]![0]!["id"]!;
        using var checkpoint = await app.Send(HttpMethod.Post, "/api/checkpoints");
        size = JsonNode.Parse(await checkpoint.Content.ReadAsStringAsync())!["size"]!.ToString();
        foreach (var (dialect, id) in Vendors)
        {
            var shop = await Shop.Open(app, $"{dialect}-{Guid.NewGuid():n}"[..30], dialect);
            await shop.Register(id, Vocabularies.Of(dialect).Statuses[0]);
            using var pushed = await shop.Push(id, Vocabularies.Of(dialect).Statuses[1]);
            shops.Add((shop, id));
        }
    }

    private async Task Play(Operation operation, string? body)
    {
        var vendors = shops.Where(s => operation.Tag.Contains(s.Shop.Dialect, StringComparison.OrdinalIgnoreCase)).ToList();
        var ours = operation.Tag switch
        {
            "Rejected pushes" => rejected,
            "Webhooks" => await Subscribed(),
            "Projections" when operation.Path.Contains("{id}") =>
                await app.Ask<string>("select id::text from ledger.ol_rebuild where ended_at is null"),
            _ => "2539",
        };
        foreach (var (shop, id) in vendors.Count > 0 ? vendors : [(new Shop(app, "default", "vici", LedgerApp.Key), ours)])
            await Play(operation, body, shop, id);
    }

    private async Task<string> Subscribed()
    {
        using var made = await app.Send(HttpMethod.Post, "/api/webhook-subscriptions", """{"url":"https://erp.example/hooks"}""");
        return (string)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["id"]!;
    }

    private async Task Play(Operation operation, string? body, Shop shop, string id)
    {
        var path = operation.Path.Replace("{orderId}", id).Replace("{id}", id).Replace("{store}", "default")
            .Replace("{size}", size).Replace("{larger}", size).Replace("{series}", "orders").Replace("{name}", "kpi")
                + operation.RequiredQuery;
        using var response = await shop.Send(new(operation.Method), path, body,
            ("X-WC-Webhook-Topic", "order.updated"), ("X-WC-Webhook-Signature", Signature(body ?? "")));

        response.StatusCode.ShouldBeOneOf(
            [HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted, HttpStatusCode.NoContent],
            $"{operation} {body}: {await response.Text()}");
        if (response.StatusCode == HttpStatusCode.NoContent)
            return;
        var content = operation.Json["responses"]![$"{(int)response.StatusCode}"]!["content"]!;
        if (content["text/csv"] is { } table)
        {
            (await response.Text()).Split('\n')[0].ShouldBe(((string)table["example"]!).Split('\n')[0], $"{operation}");
            return;
        }
        if (content["text/plain"] is not null)
        {
            response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain", $"{operation}");
            return;
        }
        var shown = content["application/json"]!;
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Examples(shown).Select(Members).ShouldContain(Members(answer), $"{operation} {body}: {answer}");
    }

    private static string Signature(string body) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(LedgerApp.Key), Encoding.UTF8.GetBytes(body)));

    private static string Members(JsonNode json) => json is JsonArray list
        ? $"[{Members(list[0]!)}]"
        : string.Join(", ", json.AsObject().Select(m => m.Key));

    private static IReadOnlyList<JsonNode> Examples(JsonNode media) => media["example"] is { } only
        ? [only]
        : [.. media["examples"]?.AsObject().Select(e => e.Value!["value"]!) ?? []];

    private async Task<IReadOnlyList<Operation>> Operations() =>
        [.. (await app.Get("/openapi/v1.json"))["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject(), (path, o) =>
                new Operation(o.Key.ToUpperInvariant(), path.Key, o.Value!.AsObject()))];
}
