using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;
using OrderLedger.Api.Vendors.Awal;

namespace OrderLedger.Tests.Vendors;

/// <summary>The files in examples/ are what a user runs first.</summary>
public class ReadyMadeExamples(SocketApp app) : IClassFixture<SocketApp>
{
    public static TheoryData<string> Scripts => new(ReadyMade.Files("curl", ".sh"));

    public static TheoryData<string> Requests => new(ReadyMade.Files("http", ".http"));

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_runs_to_its_end_twice(string dialect)
    {
        var store = await StoreFor(dialect, "script");
        for (var run = 1; run <= 2; run++)
        {
            var (exitCode, said) = await ReadyMade.Shell(Path.Combine(ReadyMade.Folder, "curl", dialect + ".sh"), new Dictionary<string, string>
            {
                ["URL"] = Address,
                ["KEY"] = store.Key,
                ["STORE"] = store.Name,
                ["SECRET"] = store.Key,
                ["CLIENT_ID"] = $"client-of-{store.Name}",
                ["DOMAIN"] = store.Name,
                ["COMPANY"] = store.Name,
            });

            exitCode.ShouldBe(0, said);
            if (dialect == "vici")
                said.ShouldContain("status updated to \"completed\"".Replace("\"", "\\\"", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task The_requests_of_a_file_are_taken_and_for_another_order_again(string dialect)
    {
        var store = await StoreFor(dialect, "http");
        foreach (var number in (int[])[1, 2])
            await Send(dialect, store, store.OrderId(number));
    }

    private async Task Send(string dialect, Shop store, string id)
    {
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = SignedRequest.Of($"PUT/orders/{id}?phone_number_id=123456{timestamp}", """{"status":"shipped"}""".Bytes(), store.Key);

        foreach (var written in ReadyMade.Requests(Path.Combine(ReadyMade.Folder, "http", dialect + ".http"), new Dictionary<string, string>
        {
            ["url"] = Address,
            ["id"] = id,
            ["key"] = store.Key,
            ["store"] = store.Name,
            ["client"] = $"client-of-{store.Name}",
            ["domain"] = store.Name,
            ["company"] = store.Name,
            ["timestamp"] = timestamp,
            ["signature"] = "sha256=" + signature,
        }))
        {
            using var request = new HttpRequestMessage(written.Method, written.Url);
            if (written.Body is { } body)
                request.Content = new ByteArrayContent(body.Bytes());
            foreach (var (name, value) in written.Headers)
                if (!request.Headers.TryAddWithoutValidation(name, value))
                    request.Content!.Headers.TryAddWithoutValidation(name, value);
            using var response = await app.Client.SendAsync(request);
            ((int)response.StatusCode).ShouldBeInRange(200, 201, $"{written.Title}: {await response.Text()}");
        }
    }

    [Fact]
    public async Task The_n8n_node_pushes_to_a_route_that_takes_it()
    {
        await app.Register("2539", "processing");
        var workflow = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(ReadyMade.Folder, "n8n-push-status.json")))!;
        var node = workflow["nodes"]!.AsArray().Single(n => (string)n!["type"]! == "n8n-nodes-base.httpRequest")!["parameters"]!;
        var order = workflow["nodes"]!.AsArray()
            .Single(n => (string)n!["type"]! == "n8n-nodes-base.set")!["parameters"]!["assignments"]!["assignments"]!
            .AsArray().ToDictionary(a => (string)a!["name"]!, a => (string)a!["value"]!);

        ((string)node["jsonBody"]!).ShouldBe("={{ JSON.stringify({ order_id: $json.order_id, order_status: $json.status }) }}");
        using var response = await app.Send(new((string)node["method"]!), new Uri((string)node["url"]!).AbsolutePath,
            $$"""{"order_id":"{{order["order_id"]}}","order_status":"{{order["status"]}}"}""");

        ((int)response.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task The_n8n_workflow_of_a_shop_sends_an_order_that_is_taken()
    {
        var workflow = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(ReadyMade.Folder, "n8n", "woocommerce-orders.json")))!;
        var node = workflow["nodes"]!.AsArray().Single(n => (string)n!["type"]! == "n8n-nodes-base.httpRequest")!["parameters"]!;
        string[] members = ["id", "number", "status", "total", "currency"];

        ((string)node["jsonBody"]!).ShouldBe($"={{{{ JSON.stringify({{ {string.Join(", ", members.Select(m => $"{m}: $json.{m}"))} }}) }}}}");
        using var response = await app.Send(new((string)node["method"]!), new Uri((string)node["url"]!).AbsolutePath,
            """{"id":2540,"number":"2540","status":"processing","total":"24.50","currency":"EUR"}""");

        ((int)response.StatusCode).ShouldBe(201);
    }

    private string Address => app.Client.BaseAddress!.ToString().TrimEnd('/');

    // The printed signature of WooCommerce's .http file fits one secret; the others may have any.
    private async Task<Shop> StoreFor(string dialect, string kind)
    {
        var name = $"{kind}-{dialect}";
        var key = await app.NewStore(name, dialect);
        if ((dialect, kind) is ("woocommerce", "http"))
        {
            var store = (await app.Services.GetRequiredService<StoreTable>().All(default)).Single(s => s.Store.Name == name);
            await app.Services.GetRequiredService<StoreTable>()
                .Set(store with { WebhookSecret = app.Secrets.Encrypt("wc-test-secret", name) }, Talk.Tester, default);
            await app.Services.GetRequiredService<Keyring>().Read(default);
        }
        return new(app, name, dialect, key);
    }
}
