using System.Text.Json.Nodes;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Webhooks;

namespace OrderLedger.Api.Dashboard.Upkeep.Webhooks;

/// <summary>A subscription as its form shows and sends it. It is checked as a body of the API is, and nowhere else.</summary>
public sealed record WebhookDraft
{
    public string Url { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>Events, as the API names them.</summary>
    public IReadOnlyList<string> Types { get; init; } = [.. FilterWords.DefaultTypes.Select(WebhookMessage.TypeOf)];

    public IReadOnlyList<string> Statuses { get; init; } = [];

    public IReadOnlyList<string> Phases { get; init; } = [];

    public bool Details { get; init; }

    /// <summary>The day from which on events that happened are sent, too; empty for from now on.</summary>
    public string Since { get; init; } = "";

    /// <summary>Whether it writes statuses to the store's own shop: then it has no more than a description.</summary>
    public bool IsShop { get; init; }

    public static WebhookDraft Of(Subscription s) => new()
    {
        Url = s.Url,
        Description = s.Description ?? "",
        Types = [.. s.Filter.Types.Select(WebhookMessage.TypeOf)],
        Statuses = s.Filter.Statuses,
        Phases = s.Filter.Phases,
        Details = s.Details,
        IsShop = s.Kind == Subscription.Shop,
    };

    public static WebhookDraft Read(IFormCollection form) => new()
    {
        Url = Text(form, "url"),
        Description = Text(form, "description"),
        Types = Words(form, "type"),
        Statuses = Words(form, "status"),
        Phases = Words(form, "phase"),
        Details = form["details"] == "yes",
        Since = Text(form, "since"),
    };

    /// <summary>The same as a body of the API.</summary>
    public JsonElement Body()
    {
        var body = new JsonObject { ["description"] = Description.Length > 0 ? Description : null };
        if (!IsShop)
        {
            body["url"] = Url;
            body["types"] = Listed(Types);
            body["statuses"] = Listed(Statuses);
            body["phases"] = Listed(Phases);
            body["details"] = Details;
        }
        if (Since.Length > 0)
            body["since"] = Since;
        return JsonSerializer.SerializeToElement(body);
    }

    private static JsonArray Listed(IEnumerable<string> words) => [.. words.Select(word => JsonValue.Create(word))];

    private static string Text(IFormCollection form, string name) => form[name].ToString().Trim();

    private static IReadOnlyList<string> Words(IFormCollection form, string name) => [.. form[name].OfType<string>().Distinct()];
}
