namespace OrderLedger.Tests.Webhooks;

/// <summary>The application, which may tell receivers on this machine.</summary>
public sealed class SubscribedApp : LedgerApp
{
    public SubscribedApp()
    {
        Extra["OrderLedger:Webhooks:AllowPrivateAddresses"] = "true";
        Extra["OrderLedger:Webhooks:RetrySeconds"] = "1,1,1";
    }

    /// <summary>Subscribes a receiver and returns the subscription with its secret.</summary>
    public async Task<JsonObject> Subscribe(Receiver receiver, string more = "")
    {
        using var response = await Send(HttpMethod.Post, "/api/webhook-subscriptions", $$"""{"url":"{{receiver.Url}}"{{more}}}""");
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Switches a subscription off, so that it takes no part in another test.</summary>
    public async Task End(JsonObject subscription)
    {
        using var ended = await Send(HttpMethod.Delete, $"/api/webhook-subscriptions/{subscription["id"]}");
        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}
