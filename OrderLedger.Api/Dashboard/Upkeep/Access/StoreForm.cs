namespace OrderLedger.Api.Dashboard.Upkeep.Access;

/// <summary>The form of a store. A field that is not in the form leaves its member as it is.</summary>
internal static class StoreForm
{
    /// <summary>How the fields of a status are called, before the status itself.</summary>
    public const string Phase = "phase.";
    public const string Hours = "hours.";

    /// <summary>Longest secret a webhook is signed with, in characters.</summary>
    public const int SecretMax = 200;

    /// <summary>The statuses the form has fields for: those of the vendor, and those the store says something of.</summary>
    public static IEnumerable<string> Statuses(Store store) =>
        store.Vocabulary.Statuses.Union(store.Phases.Keys).Union(store.LimitHours.Keys);

    /// <exception cref="FormatException">Something cannot be; the message says what.</exception>
    public static StoredStore Read(IFormCollection form, StoredStore known, bool hasOrders, SecretBox secrets)
    {
        var store = known.Store;
        var currency = Text(form, "currency") is { } code ? StoreWords.Currency(code, "The currency") : store.Currency;
        var zone = Text(form, "time_zone") is { } id ? StoreWords.TimeZone(id) : store.TimeZone;
        if (hasOrders && (currency != store.Currency || zone.Id != store.TimeZone.Id))
            throw new FormatException("The store has orders, so its currency and its time zone cannot change.");
        var secret = Text(form, "webhook_secret");
        if (secret?.Length > SecretMax)
            throw new FormatException($"The webhook secret takes up to {SecretMax} characters.");
        return new(new(store.Name, store.Dialect, Text(form, "policy") is { } policy
            ? StoreWords.Policy(policy, "The policy")
            : store.Policy, currency, zone)
        {
            Company = Text(form, "company") is { } company ? StoreWords.Named(company, "The company") : store.Company,
            Domain = Text(form, "domain") is { } domain ? StoreWords.Named(domain, "The workspace") : store.Domain,
            RatePerMinute = Rate(form, store),
            Phases = Pairs(form, Phase, store.Phases, (status, text) => StoreWords.Phase(text, $"The meaning of {status}")),
            LimitHours = Pairs(form, Hours, store.LimitHours, (status, text) => StoreWords.Hours(text, $"The limit of {status}")),
        }, secret is null ? known.WebhookSecret : secrets.Encrypt(secret, store.Name));
    }

    // Empty is the server's own.
    private static int? Rate(IFormCollection form, Store store) => !form.ContainsKey("rate") ? store.RatePerMinute
        : Text(form, "rate") is not { } text ? null
        : StoreWords.Rate(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) ? rate : null, "The rate");

    // A field that is there and empty takes the store's own word on that status away.
    private static Dictionary<string, T> Pairs<T>(
        IFormCollection form, string prefix, IReadOnlyDictionary<string, T> known, Func<string, string, T> parse)
    {
        var all = new Dictionary<string, T>(known);
        foreach (var (name, status) in form.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
            .Select(k => (k, k[prefix.Length..])))
        {
            all.Remove(status);
            if (Text(form, name) is { } text)
                all[status] = parse(status, text);
        }
        if (Text(form, "new_status") is { } made && Text(form, "new_" + prefix.TrimEnd('.')) is { } said)
            all[made.ToLowerInvariant()] = parse(made, said);
        return all;
    }

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
}
