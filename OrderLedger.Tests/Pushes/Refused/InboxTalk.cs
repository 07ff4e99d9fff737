using System.Security.Cryptography;
using System.Text;

namespace OrderLedger.Tests.Pushes.Refused;

/// <summary>The words that tests of the inbox are told in.</summary>
internal static class InboxTalk
{
    public const string Inbox = "/api/rejected-pushes";

    /// <summary>Sends a push that is refused with this status, and forgets the answer.</summary>
    public static async Task Refused(this LedgerApp app, int status, HttpMethod method, string path, string body, string? key,
        params (string Name, string Value)[] headers)
    {
        using var response = await app.Send(method, path, body, key, headers);
        ((int)response.StatusCode).ShouldBe(status, await response.Text());
    }

    /// <summary>Sends a signed delivery; its answer.</summary>
    public static async Task<string> Delivered(this LedgerApp app, string path, string body, (string Name, string Value)[] headers)
    {
        using var response = await app.Send(HttpMethod.Post, path, body, null, headers);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Text());
        return await response.Text();
    }

    /// <summary>Lists the inbox of this key's store, newest first.</summary>
    public static async Task<IReadOnlyList<JsonObject>> Kept(this LedgerApp app, string key, string filter = "") =>
        [.. (await app.Get(Inbox + filter, key))["rejected_pushes"]!.AsArray().Select(p => p!.AsObject())];

    public static async Task<JsonObject> Replay(this LedgerApp app, JsonObject kept, string key)
    {
        using var response = await app.Send(HttpMethod.Post, $"{Inbox}/{kept["id"]}/replay", key: key);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Text());
        return await response.Json();
    }

    /// <summary>Registers an order in our own shape.</summary>
    public static async Task Make(this LedgerApp app, string id, string status, string key)
    {
        using var response = await app.Send(HttpMethod.Post, "/api/orders", $$"""{ "id": "{{id}}", "status": "{{status}}" }""", key);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Text());
    }

    /// <summary>The types of an order's events, newest first, each with who brought it.</summary>
    public static async Task<IReadOnlyList<string>> Told(this LedgerApp app, string id, string key) =>
        [.. (await app.Get($"/api/orders/{id}/history", key))["events"]!.AsArray().Select(e => $"{e!["type"]} by {e["actor"]}")];

    public static (string, string)[] Delivery(string topic, string body, string secret) =>
    [
        ("X-WC-Webhook-Topic", topic), ("X-WC-Webhook-ID", "7"),
        ("X-WC-Webhook-Signature", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body.Bytes()))),
    ];
}
