namespace OrderLedger.Api.Ledger;

/// <summary>The facts recorded when a store is made or changed: its members as text. Of a secret only whether there is one.</summary>
internal static class StoreFacts
{
    private const string Secret = "webhookSecret";

    public static IReadOnlyList<(string Name, string? Value)> Of(StoredStore stored)
    {
        var store = stored.Store;
        return
        [
            ("dialect", store.Dialect), ("policy", store.Policy.Word()), ("currency", store.Currency), ("timeZone", store.TimeZone.Id),
            ("phases", Pairs(store.Phases, p => p.Word())),
            ("limitHours", Pairs(store.LimitHours, h => h.ToString(CultureInfo.InvariantCulture))),
            ("company", store.Company), ("domain", store.Domain),
            ("ratePerMinute", store.RatePerMinute?.ToString(CultureInfo.InvariantCulture)),
            (Secret, stored.WebhookSecret is null ? null : "set"),
        ];
    }

    /// <summary>
    /// Two facts of each member that differs, <c>policy.from</c> and <c>policy.to</c>; where it is a secret that it changed.
    /// </summary>
    public static List<(string Name, string? Value)> Changes(StoredStore before, StoredStore after)
    {
        var changes = Of(before).Zip(Of(after)).Where(m => m.First != m.Second && m.First.Name != Secret)
            .SelectMany(m => new[] { (m.First.Name + ".from", m.First.Value), (m.Second.Name + ".to", m.Second.Value) }).ToList();
        if (!(before.WebhookSecret ?? []).AsSpan().SequenceEqual(after.WebhookSecret ?? []))
            changes.Add((Secret, "changed"));
        return changes;
    }

    /// <summary>The store of which these facts were recorded, without its secret.</summary>
    public static StoredStore Read(string name, IReadOnlyDictionary<string, string> facts)
    {
        var dialect = facts["dialect"];
        return new(new(name, dialect, Policies.Parse(facts["policy"])!.Value, facts["currency"], StoreWords.TimeZone(facts["timeZone"]))
        {
            Phases = Pairs(facts.GetValueOrDefault("phases"), word => Domain.Phases.Parse(word)!.Value),
            LimitHours = Pairs(facts.GetValueOrDefault("limitHours"), hours => int.Parse(hours, CultureInfo.InvariantCulture)),
            Company = facts.GetValueOrDefault("company", name),
            Domain = facts.GetValueOrDefault("domain", name),
            RatePerMinute = facts.TryGetValue("ratePerMinute", out var rate) ? int.Parse(rate, CultureInfo.InvariantCulture) : null,
        }, null);
    }

    private static Dictionary<string, T> Pairs<T>(string? text, Func<string, T> parse) =>
        text?.Split(',').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => parse(pair[1])) ?? [];

    private static string? Pairs<T>(IReadOnlyDictionary<string, T> pairs, Func<T, string> word) => pairs.Count == 0
        ? null
        : string.Join(',', pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={word(p.Value)}"));
}
