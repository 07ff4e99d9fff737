using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Webhooks;

namespace OrderLedger.Api.Dashboard.Upkeep.Webhooks;

/// <summary>One subscription with a page of its deliveries.</summary>
public sealed record WebhookModel(Subscription Subscription, Backlog Backlog)
{
    /// <summary>The state whose deliveries are shown; null for all.</summary>
    public string? State { get; init; }

    public IReadOnlyList<Delivery> Deliveries { get; init; } = [];

    /// <summary>Asks for the following page.</summary>
    public long? Next { get; init; }

    public required WebhookDraft Draft { get; init; }

    /// <summary>Why it was not changed.</summary>
    public string? Fault { get; init; }

    public TestAnswer? Tested { get; init; }
}

/// <summary>One subscription: how it stands, its log, and all that can be done with it.</summary>
internal static class WebhookPage
{
    public static void Map(IEndpointRouteBuilder webhooks)
    {
        webhooks.MapGet("/{id}", Show);
        webhooks.MapPost("/{id}", Change);
        webhooks.MapPost("/{id}/active", Switch);
        webhooks.MapPost("/{id}/again", SendAgain);
        webhooks.MapPost("/{id}/remove", Remove);
        // Where somebody comes back to an answer that is shown once.
        webhooks.MapGet("/{id}/test", (string id, Visit visit) => Results.LocalRedirect(Url(visit, id)));
        webhooks.MapPost("/{id}/test", Test);
        webhooks.MapGet("/{id}/secret", (string id, Visit visit) => Results.LocalRedirect(Url(visit, id)));
        webhooks.MapPost("/{id}/secret", Rotate);
    }

    /// <summary>Everything that the routes of a subscription work with.</summary>
    private sealed record Kept(SubscriptionTable Table, SubscriptionDesk Desk, DeliveryTable Deliveries, DeliveryReader Reader);

    private static async Task<IResult> Show(string id, Visit visit, [AsParameters] Kept kept, CancellationToken stop)
    {
        var (ask, fault) = DeliveryAsk.Read(visit.Query());
        if (ask is null)
            return Page.Error(visit, 400, fault!);
        return await Find(id, visit, kept, stop) is { } known
            ? Page.Of<WebhookView>(visit, await Model(known, kept, ask, stop)) : NoWebhook(visit);
    }

    private static async Task<IResult> Change(string id, Visit visit, [AsParameters] Kept kept, CancellationToken stop)
    {
        if (await Find(id, visit, kept, stop) is not { } known)
            return NoWebhook(visit);
        var draft = WebhookDraft.Read(await visit.Http.Request.ReadFormAsync(stop)) with { IsShop = known.Kind == Subscription.Shop };
        var changed = await kept.Desk.Change(known, draft.Body(), visit.Store, visit.By, stop);
        return changed.Fault is { } fault
            ? Page.Of<WebhookView>(visit,
                await Model(known, kept, DeliveryAsk.All, stop) with { Draft = draft, Fault = $"Nothing was changed. {fault.Error}" }, fault.Status)
            : Said(changed, visit, "The webhook was changed.");
    }

    private static async Task<IResult> Switch(string id, Visit visit, [AsParameters] Kept kept, CancellationToken stop)
    {
        if (await Find(id, visit, kept, stop) is not { } known)
            return NoWebhook(visit);
        var isOn = (await visit.Http.Request.ReadFormAsync(stop))["active"] == "yes";
        var changed = await kept.Desk.Change(known, JsonSerializer.SerializeToElement(new { active = isOn }), visit.Store, visit.By, stop);
        return Said(changed, visit, isOn ? "It is on: what happens from now on is told." : "It is off: what happens from now on is not told.");
    }

    private static async Task<IResult> SendAgain(string id, Visit visit, [AsParameters] Kept kept, CancellationToken stop)
    {
        var form = await visit.Http.Request.ReadFormAsync(stop);
        if (await Find(id, visit, kept, stop) is not { } known)
            return NoWebhook(visit);
        var isSent = Guid.TryParse(form["delivery"], out var delivery) && await kept.Deliveries.Again(known, delivery, stop);
        var notice = !isSent
            ? new Notice("Nothing is sent again: this message is no longer kept.", IsFault: true)
            : new Notice(known.OffAt is null ? "The message is sent again, with the same id."
                : "The message is sent again as soon as the webhook is switched on.");
        return notice.Then(visit.Http, Url(visit, id));
    }

    private static async Task<IResult> Test(string id, Visit visit, [AsParameters] Kept kept, CancellationToken stop)
    {
        if (await Find(id, visit, kept, stop) is not { } known)
            return NoWebhook(visit);
        var tested = await kept.Desk.Test(known, stop);
        return Page.Of<WebhookView>(visit, await Model(known, kept, DeliveryAsk.All, stop) with { Tested = tested });
    }

    private static async Task<IResult> Rotate(string id, Visit visit, [AsParameters] Kept kept, CancellationToken stop) =>
        await Find(id, visit, kept, stop) is { } known && await kept.Desk.Rotate(known, visit.By, stop) is { Now: { } now } rotated
            ? Page.Of<SecretMadeView>(visit, new SecretMadeModel(now, rotated.Secret!)) : NoWebhook(visit);

    private static async Task<IResult> Remove(string id, Visit visit, [AsParameters] Kept kept, CancellationToken stop) =>
        await Find(id, visit, kept, stop) is { } known && await kept.Table.Remove(known, visit.By, stop)
            ? new Notice($"The webhook {known.Name} is removed, and its log with it.").Then(visit.Http, visit.Url(WebhooksPage.Path))
            : NoWebhook(visit);

    private static async Task<WebhookModel> Model(Subscription known, Kept kept, DeliveryAsk ask, CancellationToken stop)
    {
        var page = await kept.Deliveries.Page(known.Id, ask.State, ask.Before, ask.Limit, stop);
        var backlogs = await kept.Reader.Backlogs(known.Store, known.Id, stop);
        return new(known, backlogs.GetValueOrDefault(known.Id, Backlog.None))
        {
            State = ask.State,
            Deliveries = page,
            Next = ask.Next(page),
            Draft = WebhookDraft.Of(known),
        };
    }

    private static IResult Said(SubscriptionAnswer changed, Visit visit, string words) => changed.Now is { } now
        ? new Notice(words).Then(visit.Http, Url(visit, now.Id.ToString())) : NoWebhook(visit);

    private static Task<Subscription?> Find(string id, Visit visit, Kept kept, CancellationToken stop) =>
        Guid.TryParse(id, out var known) ? kept.Table.Find(visit.Store.Name, known, stop) : Task.FromResult<Subscription?>(null);

    private static string Url(Visit visit, string id) => visit.Url($"{WebhooksPage.Path}/{Uri.EscapeDataString(id)}");

    private static IResult NoWebhook(Visit visit) => Page.Error(visit, 404, "This store has no such webhook.");
}
