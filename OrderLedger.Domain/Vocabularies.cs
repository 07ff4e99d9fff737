using static OrderLedger.Domain.Phase;

namespace OrderLedger.Domain;

/// <summary>
/// The six vocabularies. Statuses and their order are the vendors' (docs/dialects.md names the source of each);
/// phases, and graphs where the vendor prints none, are ours.
/// </summary>
public static class Vocabularies
{
    private static readonly Word[] WooWords =
    [
        new("pending", Open, ["processing", "on-hold", "completed", "cancelled", "failed"]),
        new("processing", InProgress, ["completed", "on-hold", "cancelled", "refunded", "failed"]),
        new("completed", Done, ["refunded"]),
        new("on-hold", Open, ["pending", "processing", "completed", "cancelled", "failed", "refunded"]),
        new("cancelled", Cancelled, ["refunded"]),
        new("refunded", Refunded, []),
        new("failed", Failed, ["pending", "processing", "on-hold", "completed", "cancelled"]),
        new("checkout-draft", Draft, ["pending", "processing", "on-hold", "completed", "failed", "cancelled"]),
        new("draft", Draft, ["pending", "processing", "on-hold", "completed", "failed", "cancelled"]),
    ];

    /// <summary>
    /// The Vici document: exactly nine statuses; the vendor allows any move, so a permissive store only flags the odd ones.
    /// </summary>
    public static readonly Vocabulary Vici = new("vici", WooWords);

    /// <summary>
    /// WooCommerce itself: the same nine and up to 40 characters of a shop's own (post_status without "wc-"). Its table holds 17 of them,
    /// but a delivery that is made before the order was read from there has them all.
    /// </summary>
    public static readonly Vocabulary WooCommerce = new("woocommerce", WooWords)
    {
        CustomMax = 40,
        NotStatuses = ["trash", "auto-draft", "new", "any"],
    };

    /// <summary>The WizCommerce document. Readers tolerate other words (the vendor's own example shows "active").</summary>
    public static readonly Vocabulary WizCommerce = new("wizcommerce",
        new("draft", Draft, ["confirmed", "cancelled"]),
        new("confirmed", InProgress, ["cancelled"]),
        new("cancelled", Cancelled, []))
    {
        HeldMax = 40,
        DefaultPolicy = Policy.Strict,
    };

    /// <summary>The Awal document: "progressively", so forward only; "cancelled" is ours.</summary>
    public static readonly Vocabulary Awal = new("awal",
        new("pending", Open, ["accepted", "cancelled"]),
        new("accepted", InProgress, ["shipped", "cancelled"]),
        new("shipped", InProgress, ["delivered", "cancelled"]),
        new("delivered", Done, ["completed"]),
        new("completed", Done, []),
        new("cancelled", Cancelled, []))
    {
        Ladder = ["pending", "accepted", "shipped", "delivered", "completed"],
        OffGraph = Move.Impossible,
        PaymentStatuses = ["paid", "unpaid"],
    };

    /// <summary>The Whatalo document: only moves of the vendor's graph; pending is where an order starts and cannot be set.</summary>
    public static readonly Vocabulary Whatalo = new("whatalo",
        new("pending", Open, ["confirmed", "cancelled"], Pushable: false),
        new("confirmed", InProgress, ["in_progress", "cancelled"]),
        new("in_progress", InProgress, ["completed", "returned"]),
        new("completed", Done, ["returned"]),
        new("cancelled", Cancelled, []),
        new("returned", Refunded, []))
    {
        OffGraph = Move.Impossible,
        DefaultPolicy = Policy.Strict,
        PaymentStatuses = ["pending", "paid", "refunded", "failed"],
    };

    /// <summary>The Genuka document: "canceled" with one l; the other spelling is understood.</summary>
    public static readonly Vocabulary Genuka = new("genuka",
        new("pending", Open, ["confirmed", "canceled"]),
        new("confirmed", InProgress, ["shipped", "canceled"]),
        new("shipped", InProgress, ["completed", "canceled"]),
        new("completed", Done, []),
        new("canceled", Cancelled, []))
    {
        PaymentStatuses = ["pending", "paid", "partially_paid", "unpaid", "canceled"],
        FulfilmentStatuses = ["pending", "taken_in_charge", "delivered", "partial_delivery"],
    };

    private static readonly Dictionary<string, Vocabulary> ByName =
        new[] { Vici, WooCommerce, WizCommerce, Awal, Whatalo, Genuka }.ToDictionary(v => v.Name);

    /// <summary>The names a store's dialect may have.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static Vocabulary Of(string dialect) => ByName.TryGetValue(dialect, out var vocabulary)
        ? vocabulary
        : throw new ArgumentException($"There is no dialect '{dialect}'. Known: {string.Join(", ", Names)}.", nameof(dialect));
}
