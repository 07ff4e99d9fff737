using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Webhooks;

namespace OrderLedger.Api.Dashboard.Upkeep.Webhooks;

/// <summary>The subscriptions of a store, and the form that adds one.</summary>
public sealed record WebhooksModel(IReadOnlyList<Subscription> Subscriptions, IReadOnlyDictionary<Guid, Backlog> Backlogs)
{
    public WebhookDraft Draft { get; init; } = new();

    /// <summary>Why it was not added.</summary>
    public string? Fault { get; init; }

    /// <summary>The id that the subscription made by this page's form will have: a form that is sent twice makes one.</summary>
    public Guid NewId { get; } = Guid.CreateVersion7();
}

/// <summary>A secret that was made just now: the only page that ever shows it.</summary>
public sealed record SecretMadeModel(Subscription Subscription, string Secret);

/// <summary>Others that are told what happens: all of them, and a form that adds one.</summary>
internal static class WebhooksPage
{
    public const string Path = "/settings/webhooks";

    public static void Map(IEndpointRouteBuilder settings)
    {
        var webhooks = settings.MapGroup("/webhooks");
        webhooks.MapGet("", Show);
        webhooks.MapPost("", Make);
        WebhookPage.Map(webhooks);
    }

    private static async Task<IResult> Show(Visit visit, SubscriptionTable table, DeliveryReader deliveries, CancellationToken stop) =>
        Page.Of<WebhooksView>(visit, await Model(visit, table, deliveries, stop));

    private static async Task<IResult> Make(
        Visit visit, SubscriptionTable table, SubscriptionDesk desk, DeliveryReader deliveries, CancellationToken stop)
    {
        var form = await visit.Http.Request.ReadFormAsync(stop);
        if (!Guid.TryParse(form["id"], out var id))
            return new Notice("This form is out of date. Here is a new one.", IsFault: true).Then(visit.Http, visit.Url(Path));
        if (await table.Find(visit.Store.Name, id, stop) is not null)
            return new Notice("This webhook was added before, and its secret is not shown a second time. Lost it? Make a new secret.",
                IsFault: true)
                .Then(visit.Http, visit.Url($"{Path}/{id}"));
        var draft = WebhookDraft.Read(form);
        var made = await desk.Make(draft.Body(), visit.Store, visit.By, id, stop);
        return made.Fault is { } fault
            ? Page.Of<WebhooksView>(visit,
                await Model(visit, table, deliveries, stop) with { Draft = draft, Fault = $"Nothing was added. {fault.Error}" }, fault.Status)
            : Page.Of<SecretMadeView>(visit, new SecretMadeModel(made.Now!, made.Secret!));
    }

    private static async Task<WebhooksModel> Model(
        Visit visit, SubscriptionTable table, DeliveryReader deliveries, CancellationToken stop) =>
        new(await table.Of(visit.Store.Name, stop), await deliveries.Backlogs(visit.Store.Name, only: null, stop));
}
