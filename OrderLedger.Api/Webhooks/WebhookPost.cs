using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Webhooks;

/// <summary>Signs a message for a subscription and posts it.</summary>
public sealed class WebhookPost(WebhookClient client, SecretBox secrets) : WayOut
{
    public override string Kind => Subscription.Webhook;

    public override int AtOnceMax => 32;

    public override Task<WebhookAnswer> Send(Subscription subscription, DueMessage due, CancellationToken token) =>
        Post(subscription, WebhookMessage.IdOf(due.Id), WebhookMessage.Body(due, subscription.Details), token);

    public override Task<WebhookAnswer> Probe(Subscription subscription, string id, CancellationToken token)
    {
        var test = new { type = "test", timestamp = DateTimeOffset.UtcNow, data = new { store = subscription.Store } };
        return Post(subscription, id, JsonSerializer.Serialize(test, Wire.Options), token);
    }

    private Task<WebhookAnswer> Post(Subscription to, string id, string body, CancellationToken stop)
    {
        var now = DateTimeOffset.UtcNow;
        return client.Post(to.Url, body,
        [
            ("webhook-id", id), ("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ("webhook-signature", WebhookMessage.Sign(id, now.ToUnixTimeSeconds(), body, SecretsOf(to, now))),
        ], stop);
    }

    private IEnumerable<string> SecretsOf(Subscription to, DateTimeOffset now)
    {
        yield return secrets.Decrypt(to.Secret, to.Store);
        if (to.OldSecret is { } old && to.OldSecretUntil > now)
            yield return secrets.Decrypt(old, to.Store);
    }
}
