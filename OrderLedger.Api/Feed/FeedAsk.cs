using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Webhooks;

namespace OrderLedger.Api.Feed;

/// <summary>Which events are asked for.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Filter">Which of its events.</param>
/// <param name="Details">Whether reasons and notes are told, which may be personal.</param>
public sealed record FeedAsk(string Store, SubscriptionFilter Filter, bool Details)
{
    /// <summary>Reads the parameters that both routes have.</summary>
    internal static (FeedAsk? Ask, string? Fault) Read(Query query, Store store)
    {
        var (types, statuses, phases, details) = (query.Many("types"), query.Many("statuses"), query.Many("phases"), query.One("details"));
        var filter = new SubscriptionFilter(
            types.Count == 0 ? FilterWords.DefaultTypes : FilterWords.Expanded([.. types.Select(FilterWords.Type).OfType<string>()]),
            [.. statuses.Select(store.Vocabulary.ReadHeld).OfType<string>()],
            [.. phases.Select(FilterWords.Phase).OfType<string>()]);
        var fault =
            types.Any(t => FilterWords.Type(t) is null) ? $"types takes: {FilterWords.Types}."
            : filter.Statuses.Count != statuses.Count ? $"statuses takes: {string.Join(", ", store.Vocabulary.Statuses)}."
            : filter.Phases.Count != phases.Count ? $"phases takes: {string.Join(", ", Phases.All)}."
            : details is not (null or "true" or "false" or "1" or "0") ? "details takes true or false."
            : null;
        return fault is null ? (new(store.Name, filter, details is "true" or "1"), null) : (null, fault);
    }

    /// <summary>The place after which events are told; null, and false, when the text is no seq.</summary>
    internal static bool IsPlace(string text, out long seq) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seq);
}
