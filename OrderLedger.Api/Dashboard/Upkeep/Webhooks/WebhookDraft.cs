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

    /// <summary>The place after which events that happened are sent, too; empty for from now on.</summary>
    public string After { get; init; } = "";

    public static WebhookDraft Of(Subscription s) => new()
    {
        Url = s.Url,
        Description = s.Description ?? "",
        Types = [.. s.Filter.Types.Select(WebhookMessage.TypeOf)],
        Statuses = s.Filter.Statuses,
        Phases = s.Filter.Phases,
        Details = s.Details,
    };

    public static WebhookDraft Read(IFormCollection form) => new()
    {
        Url = Text(form, "url"),
        Description = Text(form, "description"),
        Types = Words(form, "type"),
        Statuses = Words(form, "status"),
        Phases = Words(form, "phase"),
        Details = form["details"] == "yes",
        After = Text(form, "after"),
    };

    /// <summary>The same as a body of the API.</summary>
    public JsonElement Body()
    {
        var body = new JsonObject
        {
            ["url"] = Url,
            ["description"] = Description.Length > 0 ? Description : null,
            ["types"] = Listed(Types),
            ["statuses"] = Listed(Statuses),
            ["phases"] = Listed(Phases),
            ["details"] = Details,
        };
        if (After.Length > 0)
            body["after"] = long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : After;
        return JsonSerializer.SerializeToElement(body);
    }

    private static JsonArray Listed(IEnumerable<string> words) => [.. words.Select(word => JsonValue.Create(word))];

    private static string Text(IFormCollection form, string name) => form[name].ToString().Trim();

    private static IReadOnlyList<string> Words(IFormCollection form, string name) => [.. form[name].OfType<string>().Distinct()];
}
