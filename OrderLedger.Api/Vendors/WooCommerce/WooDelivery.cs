using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>
/// A signed delivery, and what it asks for. Without a request it is about no order; <c>Fault</c> says what is wrong with one that is.
/// </summary>
internal sealed record WooDelivery(string OrderId, OrderRequest? Request, string? Fault = null)
{
    public IReadOnlyList<string> Notes { get; init; } = [];

    private static readonly WooDelivery AboutNoOrder = new("", null);

    // Statuses of posts that WordPress has not made an order of yet.
    private static readonly string[] NotYet = ["auto-draft", "new", "any"];

    // A cart that is being filled has one of these; so has, for a while, an order that the shop edits.
    private static readonly string[] Drafts = ["draft", "checkout-draft"];

    private static readonly string[] OnlyOrdersHave = ["currency", "total", "line_items", "order_key", "payment_method"];

    private static readonly string[] OnlySubscriptionsHave = ["billing_period", "next_payment_date_gmt"];

    public static bool IsDraft(string? status) => Drafts.Contains(status);

    public static WooDelivery Read(string topic, JsonElement json, Store store)
    {
        if (WooTopics.IsOfOthers(topic))
            return AboutNoOrder;
        if (topic == WooTopics.Deleted)
            return IdOf(json) is { } id ? new(id, new DeleteOrder()) : Wrong("Missing id.");
        if (json.Text("code") is not null && json.TextOrNumber("id") is null)
            return Wrong(OfWordPress(json));
        if (WooTopics.IsAction(topic) && json.Member("status") is null && IdOf(json) is { } only)
            return WooTopics.IsOfOrders(topic) ? Wrong(OnlyId(only)) : AboutNoOrder;
        return IsOrder(topic, json) ? OfOrder(topic, json, store) : AboutNoOrder;
    }

    private static bool IsOrder(string topic, JsonElement json) => WooTopics.IsOfOrders(topic)
        || (json.Text("status") is not null && Array.Exists(OnlyOrdersHave, name => json.TryGetProperty(name, out _))
            && !Array.Exists(OnlySubscriptionsHave, name => json.TryGetProperty(name, out _)));

    private static WooDelivery OfOrder(string topic, JsonElement json, Store store)
    {
        var isBack = topic == WooTopics.Restored;
        var status = Plain(json.Text("status"));
        if (status == "trash" && !isBack)
            return IdOf(json) is { } id ? new(id, new DeleteOrder(WooOrder.Modified(json, store))) : Wrong("Missing id.");
        if (NotYet.Contains(status) && !isBack)
            return AboutNoOrder;
        var isNone = status is "trash" || NotYet.Contains(status);
        var order = WooOrder.Read(isNone ? Without(json, "status") : json, store);
        var request = order.Request with { Restores = isBack, OnlyIfKnown = IsDraft(order.Request.Status?.Status) || isNone };
        return new(order.OrderId, order.Fault is null ? request : null, order.Fault)
        {
            Notes = isNone ? [.. order.Notes, $"status was left out. '{status}' is none of an order that is back."] : order.Notes,
        };
    }

    /// <summary>The order that a delivery names, in whichever of WordPress's ways; null where it names none.</summary>
    public static string? IdOf(JsonElement json) =>
        (json.Id("id") ?? json.Id("arg")) is { } text && OrderIds.Numeric(text) is { } id
            ? id.ToString(CultureInfo.InvariantCulture)
            : null;

    private static string Plain(string? status)
    {
        var word = status?.Trim().ToLowerInvariant() ?? "";
        return word.StartsWith("wc-", StringComparison.Ordinal) ? word[3..] : word;
    }

    private static JsonElement Without(JsonElement order, string name) =>
        Details.Of(order.EnumerateObject().Where(m => m.Name != name)).Json;

    /// <summary>Stands in the reason of a delivery that names an order and does not hold it.</summary>
    public const string NamesOnly = "and does not hold it";

    private static string OnlyId(string id) =>
        $"The delivery names order {id} {NamesOnly}. Choose a topic that sends the order, e.g. \"Order updated\".";

    // WordPress answers the webhook's own question for the order with an error, and the webhook sends that.
    private static string OfWordPress(JsonElement error) => error.Text("code") is { Length: <= CodeMax } code
        ? code.Contains("cannot_view", StringComparison.Ordinal) || code.Contains("forbidden", StringComparison.Ordinal)
            ? $"The shop sent WordPress's error {code} in place of the order: the user of the webhook may not read orders. In the shop, open "
                + "WooCommerce > Settings > Advanced > Webhooks and save the webhook as a user who may, an administrator or a shop manager."
            : $"The shop sent WordPress's error {code} in place of the order."
        : "The shop sent an error of WordPress in place of the order.";

    private const int CodeMax = 100;

    private static WooDelivery Wrong(string fault) => new("", null, fault);
}
