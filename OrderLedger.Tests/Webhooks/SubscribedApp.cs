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

    /// <summary>Has messages sent again, those that the body names.</summary>
    public async Task Again(JsonObject subscription, string body)
    {
        using var again = await Send(HttpMethod.Post, $"/api/webhook-subscriptions/{subscription["id"]}/redeliver", body);
        again.IsSuccessStatusCode.ShouldBeTrue(await again.Text());
    }

    public Task<JsonObject> Shown(JsonObject subscription) => Get($"/api/webhook-subscriptions/{subscription["id"]}");

    /// <summary>Switches a subscription off, so that it takes no part in another test.</summary>
    public async Task End(JsonObject subscription)
    {
        using var ended = await Send(HttpMethod.Delete, $"/api/webhook-subscriptions/{subscription["id"]}");
        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}
