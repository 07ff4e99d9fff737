namespace OrderLedger.Api.Pushes.Refused;

/// <summary>Which order a refused push is about, by its path or else by its body.</summary>
internal static class RefusedOrder
{
    /// <summary>The id in its one spelling; null where the push names no order of this store's dialect.</summary>
    public static string? Of(HttpRequest request, byte[] body, Store store) =>
        Read((string?)request.RouteValues["orderId"] ?? (string?)request.RouteValues["id"] ?? PushedOrder.IdIn(body), store);

    /// <summary>The id that the body names.</summary>
    public static string? Of(byte[] body, Store store) => Read(PushedOrder.IdIn(body), store);

    private static string? Read(string? sent, Store store) => sent is null ? null : OrderIds.Read(sent, store);
}
