using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Webhooks;

/// <summary>The words by which others choose the events they are told of.</summary>
internal static class FilterWords
{
    private const string AllTypes = "*";

    /// <summary>Stored names of the events that are told unless others are asked for.</summary>
    public static readonly IReadOnlyList<string> DefaultTypes = ["order_registered", "status_changed"];

    private static readonly Dictionary<string, string> TypeNames = EventTypes.Names.ToDictionary(WebhookMessage.TypeOf);

    /// <summary>All words for types, for a sentence.</summary>
    public static readonly string Types = string.Join(", ", TypeNames.Keys.Prepend(AllTypes));

    private static readonly Dictionary<string, string> AlertNames = ActionTypes.OfAlerts.ToDictionary(WebhookMessage.TypeOf);

    /// <summary>All words for types of a subscription, which may be told of alerts, too.</summary>
    public static readonly string TypesWithAlerts = string.Join(", ", AlertNames.Keys.Prepend(Types));

    /// <summary>As <see cref="Type"/>, of a subscription.</summary>
    public static string? TypeOrAlert(string word) => Type(word) ?? AlertNames.GetValueOrDefault(word);

    /// <summary>The stored name of a type, or <c>*</c>; null when there is no such type.</summary>
    public static string? Type(string word) => word == AllTypes ? word : TypeNames.GetValueOrDefault(word);

    /// <summary>These stored names, or all of orders where <c>*</c> is among them.</summary>
    public static IReadOnlyList<string> Expanded(IReadOnlyList<string> types) => types.Contains(AllTypes)
        ? [.. EventTypes.Names, .. types.Where(ActionTypes.OfAlerts.Contains)] : types;

    /// <summary>The phase as on the wire; null when there is no such phase.</summary>
    public static string? Phase(string word) => Phases.Parse(word) is null ? null : word;
}
