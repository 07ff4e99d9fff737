namespace OrderLedger.Api.Ledger;

/// <summary>Which order the body of a refused push is about, as far as the body itself says so.</summary>
internal static class PushedOrder
{
    private static readonly string[] Names = ["order_id", "id", "arg"];

    /// <summary>Whether a JSON object names this order in one of the members that intakes and webhooks read.</summary>
    public static bool Is(byte[] body, string orderId) => Ids(body).Contains(orderId);

    /// <summary>The id as it was sent; null where the body names no order.</summary>
    public static string? IdIn(byte[] body) => Ids(body).FirstOrDefault();

    private static List<string> Ids(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var sent = json.RootElement;
            return sent.ValueKind != JsonValueKind.Object ? []
                : [.. from name in Names
                      where sent.TryGetProperty(name, out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number
                      select sent.GetProperty(name).ToString()];
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            // No JSON, or a text with half of a surrogate pair.
            return [];
        }
    }
}
