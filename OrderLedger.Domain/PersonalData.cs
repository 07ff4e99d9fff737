using System.Text.Json;

namespace OrderLedger.Domain;

/// <summary>
/// The part of an event's data that may be about a person and goes when it is erased: all of <c>details</c> but the amounts, every note and
/// reason. Which members these are is part of every hash: the rule is never changed, only followed by another one (docs/proof.md).
/// </summary>
public static class PersonalData
{
    internal const string DetailsMember = "details";

    /// <summary>The members of an event that are free text.</summary>
    public static readonly IReadOnlyList<string> FreeText = ["reason", "text"];

    /// <summary>The members of <c>details</c> that hold amounts and nothing else.</summary>
    public static readonly IReadOnlyList<string> Amounts =
        ["totals", "subtotal", "discount_amount", "shipping_cost", "tax_amount", "amount_paid"];

    internal static bool IsFreeText(JsonProperty member) => Is(member, FreeText);

    internal static bool IsAmount(JsonProperty member) => Is(member, Amounts);

    internal static bool IsDetails(JsonProperty member) =>
        member.NameEquals(DetailsMember) && member.Value.ValueKind == JsonValueKind.Object;

    // Without making a string of the name: every event of every push comes by here.
    private static bool Is(JsonProperty member, IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
            if (member.NameEquals(names[i]))
                return true;
        return false;
    }
}
