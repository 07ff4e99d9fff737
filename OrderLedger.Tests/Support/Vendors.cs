namespace OrderLedger.Tests.Support;

/// <summary>The words for orders that come in by our own intake, at any vendor's store.</summary>
internal static class Vendors
{
    /// <summary>Registers an order in our own shape; it must be new.</summary>
    public static async Task Order(this LedgerApp app, string key, string body)
    {
        using var response = await app.Send(HttpMethod.Post, "/api/orders", body, key);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Text());
    }

    /// <summary>The members in their order, each with its value as it is written.</summary>
    public static IEnumerable<string> Members(this JsonNode? json) =>
        json!.AsObject().Select(m => $"{m.Key}: {m.Value?.ToJsonString() ?? "null"}");

    /// <summary>Reads what happened to an order, the newest first.</summary>
    public static async Task<IEnumerable<string>> Told(this LedgerApp app, string id, string key) =>
        (await app.Get($"/api/orders/{id}/history", key))["events"]!.AsArray().Select(e => (string)e!["type"]!);
}
