using OrderLedger.Api.Dashboard.Upkeep.Audit;
using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Dashboard.Upkeep.Webhooks;

/// <summary>Says in words what a subscription asks to be told.</summary>
internal static class FilterSentence
{
    public static string Of(SubscriptionFilter filter) =>
        (filter.Types.Count == EventTypes.Names.Count ? "All events" : string.Join(", ", filter.Types.Select(ActionWords.Named)))
        + (filter.Statuses.Count + filter.Phases.Count == 0 ? ""
            : $"; only orders that are then {string.Join(", and ", Conditions(filter))}");

    private static IEnumerable<string> Conditions(SubscriptionFilter filter) =>
        new[] { filter.Statuses, filter.Phases }.Where(words => words.Count > 0).Select(words => string.Join(" or ", words.Select(Spaced)));

    private static string Spaced(string word) => word.Replace('_', ' ');
}
