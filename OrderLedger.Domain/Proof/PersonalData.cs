using System.Text.Json;

namespace OrderLedger.Domain.Proof;

/// <summary>
/// What of an event's data may be about a person and goes when it is erased: all of <c>details</c> but the amounts, every note and reason.
/// Which members these are is part of every hash: the rule is never changed, only followed by another one (docs/proof.md).
/// </summary>
public static class PersonalData
{
    internal const string DetailsMember = "details";

    /// <summary>The members of an event that are free text.</summary>
    public static readonly IReadOnlyList<string> FreeText = ["reason", "text"];

    /// <summary>The members of <c>details</c> that hold amounts and nothing else.</summary>
    public static readonly IReadOnlyList<string> Amounts =
    [
        "totals", "subtotal", "discount_amount", "shipping_cost", "tax_amount", "amount_paid",
    ];

    internal static IEnumerable<JsonProperty> In(JsonElement details) => details.EnumerateObject().Where(m => !Amounts.Contains(m.Name));

    internal static IEnumerable<JsonProperty> NotIn(JsonElement details) => details.EnumerateObject().Where(m => Amounts.Contains(m.Name));

    internal static bool IsDetails(JsonProperty member) => member.Name == DetailsMember && member.Value.ValueKind == JsonValueKind.Object;
}
