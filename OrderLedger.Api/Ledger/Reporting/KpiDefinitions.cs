namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>One number: its name on the wire, its unit (orders, money, ratio, seconds or events) and what it means.</summary>
internal sealed record KpiDefinition(string Name, string Unit, string Text);

/// <summary>The meaning of each number, in the one place: cards, the API document and docs/kpis.md all show these sentences.</summary>
internal static class KpiDefinitions
{
    public static readonly KpiDefinition Orders = new("orders", "orders", "Orders created in the range; deleted ones are left out.");

    public static readonly KpiDefinition Counted = new("counted_orders", "orders",
        "Orders created in the range that count as sold: all except drafts and orders whose status is pending, failed, cancelled or canceled. Refunded orders count.");

    public static readonly KpiDefinition Revenue = new("revenue", "money",
        "Totals of the counted orders, by the day the order was created, less what was paid back. A refunded order counts 0 net if the amount of its refund is not known.");

    public static readonly KpiDefinition Average = new("average_order_value", "money",
        "Revenue divided by the counted orders of the same currency, to 4 decimals; null for 0 orders.");

    public static readonly KpiDefinition CancelRate = new("cancel_rate", "ratio",
        "Share of the orders created in the range, without drafts, that were ever cancelled; null for 0 orders.");

    public static readonly KpiDefinition FailRate = new("fail_rate", "ratio",
        "Share of the orders created in the range, without drafts, that were ever failed; null for 0 orders.");

    public static readonly KpiDefinition RefundRate = new("refund_rate", "ratio",
        "Share of the orders created in the range, without drafts, that were ever refunded; null for 0 orders.");

    public static readonly KpiDefinition Throughput = new("throughput", "orders",
        "Orders that became done in the range, by effective time. For each order only the first time counts.");

    public static readonly KpiDefinition CycleMedian = new("cycle_time_median", "seconds",
        "Time from the first report of an order until it was first done. Half of the orders that did so in the range took at most this long; null for none.");

    public static readonly KpiDefinition CycleP90 = new("cycle_time_p90", "seconds",
        "Time from the first report of an order until it was first done. Nine of ten orders that did so in the range took at most this long; null for none.");

    public static readonly KpiDefinition Changes = new("status_changes", "events",
        "Status changes applied in the range, by the time of recording.");

    public static readonly KpiDefinition TimeInStatus = new("time_in_status", "seconds",
        "For each status, how long orders had it before they left it in the range, by effective time. An order that still has it counts up to now if the range includes now.");

    public static readonly KpiDefinition Ageing = new("ageing", "orders",
        "Orders in work that have had their present status for longer than the store's limit for it, no matter when they were created.");

    public static readonly KpiDefinition Sources = new("sources", "events",
        "For each source of messages, by the time of recording: orders registered, status changes (and how many were unusual), stale reports, duplicates, refused changes, and the time of the last message.");

    /// <summary>Those shown as cards, in this order.</summary>
    public static readonly IReadOnlyList<KpiDefinition> Cards =
        [Orders, Counted, Revenue, Average, CancelRate, FailRate, RefundRate, Throughput, CycleMedian, CycleP90, Changes];

    public static readonly IReadOnlyList<KpiDefinition> All = [.. Cards, TimeInStatus, Ageing, Sources];
}
