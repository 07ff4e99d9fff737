namespace OrderLedger.Api.Ledger;

/// <summary>Which order the body of a refused push is about, as far as the body itself says so.</summary>
internal static class PushedOrder
{
    private static readonly string[] Names = ["id", "order_id"];

    /// <summary>Whether a JSON object names this order in one of the members that intakes and webhooks read.</summary>
    public static bool Is(byte[] body, string orderId)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && Names.Any(name =>
                json.RootElement.TryGetProperty(name, out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number
                    && id.ToString() == orderId);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
