using System.Text.Json.Nodes;

namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>
/// Makes details small enough to be kept: plugins put labels and whole documents into the metadata of an order. First the long texts go,
/// and where that is not enough the largest members.
/// </summary>
internal static class WooBallast
{
    /// <summary>A longer text is ballast, in characters: no address, no note and no name is that long.</summary>
    private const int TextMax = 16 << 10;

    private static readonly string TooLong =
        $"A text in it is longer than {TextMax} characters, and the delivery larger than {JsonBody.BytesMax} bytes.";

    public static Details? Without(Details details, FieldFaults faults)
    {
        var kept = JsonObject.Create(details.Json)!;
        foreach (var (name, value) in kept.ToList())
            if (value is not null && DropTexts(value))
                faults.Add(name, TooLong);
        while (kept.Count > 0 && kept.ToJsonString().Length is var size && size > JsonBody.BytesMax)
        {
            var largest = kept.MaxBy(m => m.Value?.ToJsonString().Length ?? 0).Key;
            kept.Remove(largest);
            faults.Add(largest, $"An order's details take up to {JsonBody.BytesMax} bytes.");
        }
        return kept.Count == 0 ? null : new(JsonSerializer.SerializeToElement(kept));
    }

    private static bool DropTexts(JsonNode value)
    {
        var dropped = false;
        if (value is JsonObject members)
            foreach (var (name, inner) in members.ToList())
                if (IsLong(inner))
                    (members[name], dropped) = (null, true);
                else
                    dropped |= inner is not null && DropTexts(inner);
        else if (value is JsonArray list)
            for (var i = 0; i < list.Count; i++)
                if (IsLong(list[i]))
                    (list[i], dropped) = (null, true);
                else
                    dropped |= list[i] is { } inner && DropTexts(inner);
        return dropped;
    }

    private static bool IsLong(JsonNode? value) =>
        value is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>().Length > TextMax;
}
