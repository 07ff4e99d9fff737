using System.Net;
using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Webhooks;

/// <summary>Reads a subscription from a request. A member that is absent keeps its value.</summary>
internal sealed class SubscriptionBody(JsonElement json, Store store, WebhookSettings settings)
{
    /// <summary>Longest address, in characters.</summary>
    public const int UrlMax = 2_000;

    /// <summary>Longest description, in characters.</summary>
    public const int DescriptionMax = 200;

    private const string AllTypes = "*";

    /// <summary>Stored names of the events that are told unless others are asked for.</summary>
    public static readonly IReadOnlyList<string> DefaultTypes = ["order_registered", "status_changed"];

    private static readonly string[] Members = ["url", "types", "statuses", "phases", "description", "details", "active", "after"];

    private static readonly Dictionary<string, string> TypeNames = EventTypes.Names.ToDictionary(WebhookMessage.TypeOf);

    /// <summary>A sentence on what is wrong; null while nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>The seq after which events are told; null for from now on.</summary>
    public long? After { get; private set; }

    /// <summary>The subscription as the request wants it; null, and <see cref="Fault"/> set, when it cannot be.</summary>
    public Subscription? Applied(Subscription? known)
    {
        if (json.EnumerateObject().Select(m => m.Name).FirstOrDefault(name => !Members.Contains(name)) is { } unknown)
            return Wrong($"There is no member '{unknown}'. Known: {string.Join(", ", Members)}.");
        if (Text("url", UrlMax) is { } url && UrlFault(url) is { } fault)
            return Wrong(fault);
        var filter = new SubscriptionFilter(
            Types(known),
            Words("statuses", known?.Filter.Statuses, store.Vocabulary.ReadHeld, string.Join(", ", store.Vocabulary.Statuses)),
            Words("phases", known?.Filter.Phases, word => Phases.Parse(word) is null ? null : word, string.Join(", ", Phases.All)));
        var (description, details, active) = (Text("description", DescriptionMax), Flag("details"), Flag("active"));
        if (json.TryGetProperty("after", out var after))
            After = after.ValueKind == JsonValueKind.Number && after.TryGetInt64(out var seq) && seq >= 0 ? seq
                : Bad("after takes a seq, 0 for all.");
        if (Fault is not null || (known is null && Text("url", UrlMax) is null))
            return Wrong(Fault ?? "url is needed: where do the messages go?");
        return new(known?.Id ?? Guid.CreateVersion7(), store.Name, Text("url", UrlMax) ?? known!.Url, filter)
        {
            Description = json.TryGetProperty("description", out _) ? description : known?.Description,
            Details = details ?? known?.Details ?? false,
            Secret = known?.Secret ?? [],
            OffAt = active switch { true => null, false => known?.OffAt ?? DateTimeOffset.UtcNow, null => known?.OffAt },
            OffReason = active switch
            {
                true => null,
                false => known?.OffReason ?? Subscription.OffByHand,
                null => known?.OffReason,
            },
        };
    }

    private string? UrlFault(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            return "url takes an address such as https://erp.example/hooks.";
        if (url.UserInfo.Length > 0)
            return "url holds a user or a password. Messages are signed; leave them out.";
        if (settings.AllowPrivateAddresses)
            return null;
        if (url.Scheme != "https")
            return "url takes an https address. OrderLedger__Webhooks__AllowPrivateAddresses=true allows http.";
        return IPAddress.TryParse(url.DnsSafeHost, out var address) && !PublicAddress.Is(address)
            ? $"url leads to {address}, which is not public. OrderLedger__Webhooks__AllowPrivateAddresses=true allows it." : null;
    }

    private IReadOnlyList<string> Types(Subscription? known)
    {
        if (!json.TryGetProperty("types", out var given))
            return known?.Filter.Types ?? DefaultTypes;
        var words = Words("types", null, word => word == AllTypes ? word : TypeNames.GetValueOrDefault(word),
            string.Join(", ", TypeNames.Keys.Prepend(AllTypes)));
        if (words.Count == 0 && given.ValueKind == JsonValueKind.Array)
            Bad($"types takes at least one of {string.Join(", ", TypeNames.Keys)}, or *.");
        return words.Contains(AllTypes) ? [.. EventTypes.Names] : words;
    }

    private IReadOnlyList<string> Words(string name, IReadOnlyList<string>? known, Func<string, string?> read, string taken)
    {
        if (!json.TryGetProperty(name, out var given) || given.ValueKind == JsonValueKind.Null)
            return known ?? [];
        var words = given.ValueKind == JsonValueKind.Array
            ? given.EnumerateArray().Select(w => w.ValueKind == JsonValueKind.String ? read(w.GetString()!) : null).ToList()
            : [null];
        if (!words.Contains(null))
            return [.. words.OfType<string>().Distinct()];
        Bad($"{name} takes a list of {taken}.");
        return [];
    }

    private string? Text(string name, int max)
    {
        if (!json.TryGetProperty(name, out var given) || given.ValueKind == JsonValueKind.Null)
            return null;
        if (given.ValueKind == JsonValueKind.String && given.GetString() is { Length: > 0 } text && text.Length <= max)
            return text;
        Bad($"{name} takes a text of 1 to {max} characters.");
        return null;
    }

    private bool? Flag(string name)
    {
        if (!json.TryGetProperty(name, out var given))
            return null;
        if (given.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return given.GetBoolean();
        Bad($"{name} takes true or false.");
        return null;
    }

    private long? Bad(string fault)
    {
        Fault ??= fault;
        return null;
    }

    private Subscription? Wrong(string fault)
    {
        Fault = fault;
        return null;
    }
}
