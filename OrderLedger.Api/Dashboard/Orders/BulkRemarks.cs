using OrderLedger.Api.Dashboard.Parts;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>
/// A fact about some of the chosen orders that somebody should know before they are changed. <c>Key</c> names it in the form.
/// </summary>
public sealed record BulkRemark(string Key, string Text, IReadOnlyList<OrderLine> Orders);

/// <summary>Finds what is unusual about setting these orders to one status.</summary>
internal static class BulkRemarks
{
    private static readonly (string Word, string[] Statuses)[] Unpaid =
        [("unpaid", ["unpaid", "pending", "failed", "canceled", "cancelled"]), ("paid only in part", ["partially_paid"])];

    private static readonly (string Word, string[] Statuses)[] Paid = [("paid", ["paid"])];

    /// <summary>Without those that would say nothing. What the store's rules will refuse is named, too.</summary>
    public static IReadOnlyList<BulkRemark> Of(Store store, string status, IReadOnlyList<OrderLine> orders)
    {
        var moved = orders.Where(o => o.Order.Status != status).ToLookup(o => o.Order.Status);
        var same = orders.Where(o => o.Order.Status == status).ToList();
        return
        [
            .. moved.Select(from => OnMove(store, (from.Key, status), [.. from])).OfType<BulkRemark>(),
            .. Payments(store, status).Select(p => new BulkRemark(p.Word, "",
                [.. moved.SelectMany(o => o).Where(o => p.Statuses.Contains(o.Order.PaymentStatus))]))
                .Where(r => r.Orders.Count > 0)
                .Select(r => r with { Text = $"{Said.Number(r.Orders.Count)} of {Said.Number(orders.Count)} {Are(r.Orders)} {r.Key}." }),
            .. same.Count == 0 ? [] : (BulkRemark[])[new("same", $"{Said.Number(same.Count)} {Are(same)} already {status}.", same)],
        ];
    }

    private static BulkRemark? OnMove(Store store, (string From, string To) move, IReadOnlyList<OrderLine> orders)
    {
        var kind = store.Vocabulary.MoveBetween(move.From, move.To);
        var moves = $"{Said.Number(orders.Count)} {(orders.Count == 1 ? "move" : "moves")}";
        var text = !store.Policy.Accepts(kind) ? $"{moves} will be refused by the rules of this shop"
            : kind == Move.Unusual ? $"{moves} {Are(orders)} unusual for this shop"
            : null;
        return text is null ? null : new($"from:{move.From}", $"{text}: {move.From} → {move.To}.", orders);
    }

    // What goes on should be paid, and what is called off should not be.
    private static (string Word, string[] Statuses)[] Payments(Store store, string status) =>
        store.RulesFor(store.Vocabulary).PhaseOf(status) switch
        {
            Phase.InProgress or Phase.Done => Unpaid,
            Phase.Cancelled or Phase.Failed => Paid,
            _ => [],
        };

    private static string Are(IReadOnlyList<OrderLine> orders) => orders.Count == 1 ? "is" : "are";
}
