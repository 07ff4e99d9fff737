using System.Net;
using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Webhooks;

/// <summary>Reads a subscription from a request. A member that is absent keeps its value.</summary>
internal sealed class SubscriptionBody(JsonElement json, Store store, string? shopUrl, WebhookSettings settings)
{
    /// <summary>Longest address, in characters.</summary>
    public const int UrlMax = 2_000;

    /// <summary>Longest description, in characters.</summary>
    public const int DescriptionMax = 200;

    /// <summary>A sentence on a time that cannot be read.</summary>
    public const string SinceTaken = "since takes a time such as 2026-11-28T09:00:00Z, or a day.";

    private const int KindMax = 20;

    private static readonly string[] MembersOfShop = ["kind", "description", "active"];
    private static readonly string[] Members =
        ["kind", "url", "types", "statuses", "phases", "description", "details", "active", "after", "since"];

    /// <summary>A sentence on what is wrong; null while nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>The seq after which events of the past are told, too; null for from now on.</summary>
    public long? After { get; private set; }

    /// <summary>The time from which on events of the past are told, too.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>The subscription as the request wants it; null, and <see cref="Fault"/> set, when it cannot be.</summary>
    public Subscription? Applied(Subscription? known)
    {
        if (json.EnumerateObject().Select(m => m.Name).FirstOrDefault(name => !Members.Contains(name)) is { } unknown)
            return Wrong($"There is no member '{unknown}'. Known: {string.Join(", ", Members)}.");
        var kind = Text("kind", KindMax) ?? known?.Kind ?? Subscription.Webhook;
        if (kind is not (Subscription.Webhook or Subscription.Shop) || kind != (known?.Kind ?? kind))
            return Wrong("kind takes webhook or shop, and cannot change.");
        if (kind == Subscription.Shop)
            return OfShop(known);
        if (Text("url", UrlMax) is { } url && UrlFault(url) is { } fault)
            return Wrong(fault);
        var filter = new SubscriptionFilter(
            Types(known),
            Words("statuses", known?.Filter.Statuses, store.Vocabulary.ReadHeld, string.Join(", ", store.Vocabulary.Statuses)),
            Words("phases", known?.Filter.Phases, FilterWords.Phase, string.Join(", ", Phases.All)));
        var details = Flag("details");
        if (json.TryGetProperty("after", out var after))
            After = after.ValueKind == JsonValueKind.Number && after.TryGetInt64(out var seq) && seq >= 0 ? seq
                : Bad("after takes a seq, 0 for all.");
        if (Text("since", UrlMax) is { } since && (Since = JsonMembers.Time(since, store.TimeZone)) is null)
            Bad(SinceTaken);
        if (After is not null && Since is not null)
            Bad("Send after or since, not both.");
        if (Fault is not null || (known is null && Text("url", UrlMax) is null))
            return Wrong(Fault ?? "url is needed: where do the messages go?");
        return Described(new(known?.Id ?? Guid.CreateVersion7(), store.Name, Text("url", UrlMax) ?? known!.Url, filter)
        {
            Details = details ?? known?.Details ?? false,
            Secret = known?.Secret ?? [],
        }, known);
    }

    private Subscription? OfShop(Subscription? known)
    {
        if (json.EnumerateObject().Select(m => m.Name).FirstOrDefault(name => !MembersOfShop.Contains(name)) is { } other)
            return Wrong($"A subscription of kind shop takes {string.Join(", ", MembersOfShop)}, not {other}.");
        if ((known?.Url ?? shopUrl) is not { } url)
            return Wrong($"The ledger does not know the shop of this store. First: stores set {store.Name} --woocommerce-url https://shop.example");
        return Described(new(known?.Id ?? Guid.CreateVersion7(), store.Name, url, new([EventTypes.NameOf<StatusChanged>()], [], []))
        {
            Kind = Subscription.Shop,
            Secret = [],
        }, known);
    }

    // What all kinds have.
    private Subscription? Described(Subscription wanted, Subscription? known)
    {
        var (description, active) = (Text("description", DescriptionMax), Flag("active"));
        return Fault is not null ? null : wanted with
        {
            Description = json.TryGetProperty("description", out _) ? description : known?.Description,
            OffAt = active switch { true => null, false => known?.OffAt ?? DateTimeOffset.UtcNow, null => known?.OffAt },
            OffReason = active switch
            {
                true => null,
                false => known?.OffReason ?? Subscription.OffByHand,
                null => known?.OffReason,
            },
        };
    }

    /// <summary>The seq after which events of the past are told, too; null for from now on.</summary>
    public async Task<long?> Begin(SubscriptionTable table, CancellationToken stop) =>
        Since is { } since ? await table.SeqBefore(since, stop) : After;

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
            return known?.Filter.Types ?? FilterWords.DefaultTypes;
        var words = Words("types", null, FilterWords.TypeOrAlert, FilterWords.TypesWithAlerts);
        if (words.Count == 0 && given.ValueKind == JsonValueKind.Array)
            Bad($"types takes at least one of {FilterWords.TypesWithAlerts}.");
        return FilterWords.Expanded(words);
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
