using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace OrderLedger.Tests.Http;

public class WrongInput(SocketApp app) : IClassFixture<SocketApp>
{
    private static readonly (HttpMethod Method, string Path)[] WritingRoutes =
    [
        (HttpMethod.Patch, "/api/orders/2539/status"),
        (HttpMethod.Post, "/api/orders/update-status"),
        (HttpMethod.Patch, "/api/orders/update-status"),
        (HttpMethod.Post, "/api/webhooks/order"),
    ];

    private const string Whole = """ "order_id": 2539, "id": 2539, "order_status": "completed", "status": "completed" """;

    public static TheoryData<string, byte[]> Bodies => new()
    {
        { "not JSON", "order_status=completed"u8.ToArray() },
        { "empty", [] },
        { "blank", " \n "u8.ToArray() },
        { "an array", "[]"u8.ToArray() },
        { "null", "null"u8.ToArray() },
        { "a text", "\"completed\""u8.ToArray() },
        { "a number", "2539"u8.ToArray() },
        { "true", "true"u8.ToArray() },
        { "two objects", Encoding.UTF8.GetBytes($"{{{Whole}}}{{}}") },
        { "cut off", Encoding.UTF8.GetBytes($"{{{Whole}") },
        { "a comment", Encoding.UTF8.GetBytes($"{{{Whole}}} // done") },
        { "a trailing comma", Encoding.UTF8.GetBytes($"{{{Whole},}}") },
        { "the same member twice", Encoding.UTF8.GetBytes($"{{{Whole}, \"status\": \"failed\"}}") },
        { "the same member twice, deep down", Encoding.UTF8.GetBytes($"{{{Whole}, \"x\": {{ \"a\": 1, \"\\u0061\": 2 }}}}") },
        { "invalid UTF-8 in a text", [.. Encoding.UTF8.GetBytes($"{{{Whole}, \"reason\": \""), 0xC3, 0x28, .. "\"}"u8] },
        { "invalid UTF-8 in a name", [.. Encoding.UTF8.GetBytes($"{{{Whole}, \""), 0xFF, .. "\": 1}"u8] },
        { "invalid UTF-8 in an unread text", [.. Encoding.UTF8.GetBytes($"{{{Whole}, \"made_up\": \""), 0xED, 0xA0, 0x80, .. "\"}"u8] },
        { "UTF-16", Encoding.Unicode.GetBytes($"{{{Whole}}}") },
        { "10,000 deep", Encoding.UTF8.GetBytes($"{{{Whole}, \"x\": {new string('[', 10_000)}{new string(']', 10_000)}}}") },
        { "64 deep", Encoding.UTF8.GetBytes($"{{{Whole}, \"x\": {new string('[', 63)}{new string(']', 63)}}}") },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_wrong_is_refused_and_leaves_nothing(string what, byte[] body)
    {
        var head = await app.Head();
        foreach (var (method, path) in WritingRoutes)
        {
            using var response = await app.SendRaw(method, path, body, headers: ("x-api-key", LedgerApp.Key));
            await ShouldBeClear(response, HttpStatusCode.BadRequest, $"{what}, {method} {path}");
        }

        var signature = Convert.ToBase64String(HMACSHA256.HashData(LedgerApp.Key.Bytes(), body));
        using var delivery = await app.SendRaw(HttpMethod.Post, "/api/webhooks/woocommerce", body,
            headers: [("X-WC-Webhook-Topic", "order.updated"), ("X-WC-Webhook-Signature", signature)]);
        delivery.StatusCode.ShouldBe(HttpStatusCode.OK, $"{what}, signed: a shop can act on nothing else");
        ((string?)(await delivery.Json())["status"]).ShouldBe("kept");
        (await app.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/x-www-form-urlencoded", null)]
    [InlineData("multipart/form-data; boundary=x", null)]
    [InlineData("application/json; charset=utf-16", null)]
    [InlineData("application/json; charset=iso-8859-1", null)]
    [InlineData("application/jsonp", null)]
    [InlineData("gibberish", null)]
    [InlineData("application/json", "gzip")]
    [InlineData("application/json", "br")]
    public async Task A_body_of_another_kind_is_refused_with_the_right_one_named(string contentType, string? encoding)
    {
        var head = await app.Head();
        (string, string)[] packed = encoding is null ? [] : [("Content-Encoding", encoding)];
        foreach (var (method, path) in WritingRoutes)
        {
            using var response = await app.SendRaw(method, path, encoding is null ? $"{{{Whole}}}".Bytes()
                : Bomb(), contentType, [("x-api-key", LedgerApp.Key), .. packed]);
            await ShouldBeClear(response, HttpStatusCode.UnsupportedMediaType, $"{contentType}, {method} {path}");
            response.Header(encoding is null ? "Accept-Patch" : "Accept-Encoding").ShouldBe(encoding is null
                ? "application/json" : "identity");
        }
        (await app.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_ten_megabytes_is_too_large(bool inChunks)
    {
        foreach (var (method, path) in WritingRoutes.Append((HttpMethod.Post, "/api/webhooks/woocommerce")))
        {
            using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(new byte[10 << 20]) };
            request.Headers.TransferEncodingChunked = inChunks;
            request.Headers.ExpectContinue = true;
            request.Headers.Add("x-api-key", LedgerApp.Key);
            try
            {
                using var response = await app.Client.SendAsync(request);
                await ShouldBeClear(response, HttpStatusCode.RequestEntityTooLarge, $"{method} {path}");
            }
            catch (HttpRequestException cut) when (inChunks && cut.InnerException is IOException)
            {
                // The server has answered and hung up while we were still sending: that too is a refusal.
            }
        }
    }

    [Fact]
    public async Task The_largest_body_is_taken()
    {
        var padding = new string(' ', (1 << 20) - 11);
        using var taken = await app.Send(HttpMethod.Post, "/api/webhooks/order", $"{{{padding}\"id\": 77 }}");
        using var refused = await app.Send(HttpMethod.Post, "/api/webhooks/order", $"{{{padding} \"id\": 77 }}");
        taken.StatusCode.ShouldBe(HttpStatusCode.Created);
        await ShouldBeClear(refused, HttpStatusCode.RequestEntityTooLarge, "one byte more");
    }

    [Theory]
    [InlineData("/api/orders?search=%00")]
    [InlineData("/api/orders?source=%00")]
    [InlineData("/api/orders?status=%00")]
    [InlineData("/api/orders?payment=a%00b")]
    [InlineData("/api/orders?cursor=MXwA")]
    [InlineData("/api/orders?cursor=%00")]
    [InlineData("/api/kpis?currency=%00")]
    [InlineData("/api/kpis?from=%00")]
    [InlineData("/api/orders?from=%00")]
    [InlineData("/api/orders/1?%00=1")]
    [InlineData("/api/orders/1/history?before=%00")]
    [InlineData("/api/orders/1?as_of=%00")]
    [InlineData("/api/orders/1/diff?from=%00")]
    [InlineData("/api/audit?actor=%00")]
    [InlineData("/api/audit?order=%00")]
    [InlineData("/api/audit?cursor=%00")]
    public async Task A_zero_character_in_the_query_is_refused(string path)
    {
        using var response = await app.Send(HttpMethod.Get, path);
        await ShouldBeClear(response, HttpStatusCode.BadRequest, path);
    }

    [Fact]
    public async Task A_zero_character_in_the_path_is_refused_by_the_listener()
    {
        // Without a body: the listener hangs up at once, and one still on its way would make that a reset.
        using var response = await app.Send(HttpMethod.Get, "/api/orders/25%0039");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("Idempotency-Key", 400)]
    [InlineData("If-Match", 400)]
    [InlineData("X-Request-Id", 404)]
    [InlineData("x-api-key", 401)]
    [InlineData("Authorization", 401)]
    public async Task A_header_of_20_kilobytes_is_no_failure_of_ours(string header, int status)
    {
        var body = """{ "order_status": "completed" }""";
        using var response = await app.Send(
            HttpMethod.Patch, "/api/orders/404/status", body, header is "x-api-key" or "Authorization" ? null
                : SocketApp.Key, (header, new string('x', 20_000)));
        await ShouldBeClear(response, (HttpStatusCode)status, header);
    }

    [Fact]
    public async Task The_deepest_body_that_is_taken_can_be_read_again()
    {
        var depth = Api.Http.JsonBody.DepthMax - 1;
        var body = $$"""{ "id": 48, "x": {{new string('[', depth)}}{{new string(']', depth)}} }""";
        using var taken = await app.Send(HttpMethod.Post, "/api/webhooks/order", body);
        taken.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await app.Get("/api/orders/48/history"))["events"]!.AsArray().Count.ShouldBe(1);
        (await app.Get("/api/orders/48"))["details"]!["other"]!["x"].ShouldNotBeNull();
        (await app.Patch("48", """{ "order_status": "failed" }""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.Faults()).ShouldBeEmpty();
    }

    private static async Task ShouldBeClear(HttpResponseMessage response, HttpStatusCode status, string what)
    {
        var text = await response.Text();
        response.StatusCode.ShouldBe(status, $"{what}: {text}");
        ((string?)System.Text.Json.Nodes.JsonNode.Parse(text)!["error"]).ShouldNotBeNullOrWhiteSpace(what);
        text.ShouldNotContain("System.");
    }

    private static byte[] Bomb()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(new byte[10 << 20]);
        return packed.ToArray();
    }
}
