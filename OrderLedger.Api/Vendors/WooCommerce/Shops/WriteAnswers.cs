using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Webhooks;

namespace OrderLedger.Api.Vendors.WooCommerce.Shops;

/// <summary>Says what came of writing a status to a shop, in sentences for whoever looks at the order.</summary>
internal static class WriteAnswers
{
    // The table of a shop keeps a status with "wc-" before it in 20 characters.
    private const int StatusMax = 17;

    private const int SaidMax = 300;

    /// <summary>Why no shop can have a status; null where it may.</summary>
    public static string? Impossible(string status) =>
        WooDelivery.IsDraft(status) ? $"'{status}' is not written to the shop: it deletes drafts after a day."
        : status.Length > StatusMax ? $"'{status}' has {status.Length} characters. A shop keeps {StatusMax} of a status."
        : null;

    public static WebhookAnswer Skipped(string why) => new(null, why, null) { Ends = Delivery.Skipped };

    public static WebhookAnswer Refused(int? status, string why) => new(status, why, null) { Ends = Delivery.GivenUp };

    /// <summary>An answer that is not the order.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="doing">What was refused, e.g. <c>set 'completed'</c>.</param>
    public static WebhookAnswer Failed(OrderAnswer answer, string doing)
    {
        var code = answer.Json?.Text("code") ?? "";
        var said = code.Length is > 0 and < SaidMax ? $" ({code})" : "";
        return answer.Status switch
        {
            null => new(null, $"The shop does not answer: {answer.Said}.", null),
            401 or 403 => new(answer.Status, $"The shop refused to {doing}{said}. Its key needs the permission Read/Write and a user who may "
                + "edit orders. In the shop: WooCommerce > Settings > Advanced > REST API.", answer.RetryAfter),
            404 when code.EndsWith("invalid_id", StringComparison.Ordinal) => Refused(404, "The shop has no such order."),
            404 => new(404, $"The shop has no WooCommerce API there{said}. Is its address right, and are permalinks switched on?", null),
            >= 300 and < 400 => new(answer.Status, "The shop's address leads elsewhere. Give the one that the shop itself uses.", null),
            >= 400 and < 500 and not (408 or 425 or 429) => Refused(answer.Status, $"The shop refused to {doing}{said}. {Why(answer)}"),
            >= 200 and < 300 => new(null, "The shop answered with something that is no order.", null),
            var status => new(status, $"The shop answered {status}{said}.", answer.RetryAfter),
        };
    }

    // WordPress explains in a sentence what is wrong with the request.
    private static string Why(OrderAnswer answer) => answer.Json?.Text("message") is { Length: > 0 and < SaidMax } message
        ? $"It says: {message}" : "It does not say why.";
}
