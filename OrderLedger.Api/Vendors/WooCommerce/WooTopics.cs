namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>
/// Which of WooCommerce's topics may bring an order: its own (<c>order.*</c>), and any action of WordPress that a shop has chosen
/// (<c>action.*</c>). Products, coupons, customers and subscriptions have an id and a status, too, and are none.
/// </summary>
internal static class WooTopics
{
    public const string Deleted = "order.deleted";
    public const string Restored = "order.restored";

    private static readonly string[] Others = ["product", "coupon", "customer", "subscription"];

    public static bool IsOfOrders(string topic) => topic.StartsWith("order.", StringComparison.Ordinal)
        || (IsAction(topic) && topic.Contains("order", StringComparison.Ordinal) && !IsOfOthers(topic));

    public static bool IsAction(string topic) => topic.StartsWith("action.", StringComparison.Ordinal);

    public static bool IsOfOthers(string topic) => Array.Exists(Others, other => topic.StartsWith(other + ".", StringComparison.Ordinal)
        || (IsAction(topic) && topic.Contains("_" + other, StringComparison.Ordinal)));
}
