using System.Diagnostics;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Ledger.Shops;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>A subscription as it is now, or why it could not become so.</summary>
/// <param name="Now">Null where it was refused, or removed meanwhile.</param>
/// <param name="Fault">The HTTP status and a sentence; null where nothing was refused.</param>
public sealed record SubscriptionAnswer(Subscription? Now, BodyFault? Fault = null)
{
    /// <summary>The secret, where it was just made. It is shown once.</summary>
    public string? Secret { get; init; }
}

/// <summary>A test message and the receiver's answer.</summary>
/// <param name="Id">The message's id, as its header names it.</param>
/// <param name="Answer">The receiver's answer.</param>
/// <param name="TookMs">How long it took.</param>
public sealed record TestAnswer(string Id, WebhookAnswer Answer, int TookMs);

/// <summary>
/// Makes, changes and tests subscriptions. The API and the dashboard both come here, so the same checks hold for both.
/// </summary>
public sealed class SubscriptionDesk(SubscriptionTable table, SecretBox box, WaysOut ways, ShopTable shops, WebhookSettings settings)
{
    /// <param name="asked">The members of the API's body.</param>
    /// <param name="store">The store whose events are told.</param>
    /// <param name="by">Who adds it and how.</param>
    /// <param name="id">The id it gets; null for a new one.</param>
    /// <param name="stop">Ends it with nothing done.</param>
    public async Task<SubscriptionAnswer> Make(JsonElement asked, Store store, Sender by, Guid? id, CancellationToken stop)
    {
        var wanted = await Read(asked, store, stop);
        if (wanted.Applied(null) is not { } made)
            return Refused(StatusCodes.Status400BadRequest, wanted.Fault!);
        var secret = made.Kind == Subscription.Webhook ? WebhookMessage.NewSecret() : null;
        made = made with { Id = id ?? made.Id, Secret = secret is null ? [] : box.Encrypt(secret, store.Name) };
        return await table.Add(made, await wanted.Begin(table, stop), by, stop)
            ? new(await table.Find(store.Name, made.Id, stop)) { Secret = secret }
            : Refused(StatusCodes.Status409Conflict, await WhyNot(made, stop));
    }

    /// <summary>Changes it, or switches it on or off. A member that is absent keeps its value.</summary>
    public async Task<SubscriptionAnswer> Change(Subscription known, JsonElement asked, Store store, Sender by, CancellationToken stop)
    {
        var wanted = await Read(asked, store, stop);
        if (wanted.Applied(known) is not { } changed)
            return Refused(StatusCodes.Status400BadRequest, wanted.Fault!);
        if (wanted.After is not null || wanted.Since is not null)
            return Refused(StatusCodes.Status400BadRequest, "after and since are for a new subscription. To send again: POST .../redeliver.");
        await table.Set(changed, by, stop);
        return new(await table.Find(store.Name, known.Id, stop));
    }

    /// <summary>Gives it a new secret. For a day each message carries a signature of both.</summary>
    public async Task<SubscriptionAnswer> Rotate(Subscription known, Sender by, CancellationToken stop)
    {
        if (known.Kind == Subscription.Shop)
            return Refused(StatusCodes.Status409Conflict, NoSecret);
        var secret = WebhookMessage.NewSecret();
        await table.Rotate(known, box.Encrypt(secret, known.Store), by, stop);
        return new(await table.Find(known.Store, known.Id, stop)) { Secret = secret };
    }

    /// <summary>Sends a message of type <c>test</c> at once, or asks the shop.</summary>
    public async Task<TestAnswer> Test(Subscription known, CancellationToken stop)
    {
        var message = WebhookMessage.IdOf(Guid.CreateVersion7());
        var began = Stopwatch.GetTimestamp();
        var answer = await ways.For(known).Probe(known, message, stop);
        return new(message, answer, (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private async Task<SubscriptionBody> Read(JsonElement asked, Store store, CancellationToken stop) =>
        new(asked, store, (await shops.Of(store.Name, stop))?.Url, settings);

    private async Task<string> WhyNot(Subscription wanted, CancellationToken stop) =>
        wanted.Kind == Subscription.Shop && (await table.Of(wanted.Store, stop)).Exists(s => s.Kind == wanted.Kind)
            ? "The store has a subscription of kind shop already."
            : $"The store has {SubscriptionTable.CountMax} subscriptions already.";

    private static SubscriptionAnswer Refused(int status, string error) => new(null, new(status, error));
}
