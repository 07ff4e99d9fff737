using OrderLedger.Api.Dashboard.Upkeep.Audit;
using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Dashboard.Upkeep.Webhooks;

/// <summary>Says in words what a subscription asks to be told.</summary>
internal static class FilterSentence
{
    public static string Of(SubscriptionFilter filter) =>
        string.Join(", ", Types(filter.Types))
        + (filter.Statuses.Count + filter.Phases.Count == 0 ? ""
            : $"; only orders that are then {string.Join(", and ", Conditions(filter))}");

    private static IEnumerable<string> Types(IReadOnlyList<string> types) => EventTypes.Names.All(types.Contains)
        ? types.Except(EventTypes.Names).Select(ActionWords.Named).Prepend("All events of orders") : types.Select(ActionWords.Named);

    private static IEnumerable<string> Conditions(SubscriptionFilter filter) =>
        new[] { filter.Statuses, filter.Phases }.Where(words => words.Count > 0).Select(words => string.Join(" or ", words.Select(Spaced)));

    private static string Spaced(string word) => word.Replace('_', ' ');
}
