namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>One number: its name on the wire, its unit (orders, money, ratio, seconds or events) and what it means.</summary>
internal sealed record KpiDefinition(string Name, string Unit, string Text);

/// <summary>The meaning of each number, in the one place: cards, the API document and docs/kpis.md all show these sentences.</summary>
internal static class KpiDefinitions
{
    public static readonly KpiDefinition Orders = new("orders", "orders", "Orders created in the range; deleted ones are left out.");

    public static readonly KpiDefinition Counted = new("counted_orders", "orders",
        "Orders created in the range but those of phase draft and those whose status is pending, failed, cancelled or canceled; refunded ones count.");

    public static readonly KpiDefinition Revenue = new("revenue", "money",
        "Totals of the counted orders by the day the order was created, less what was paid back of them; a refunded order of which no refund is known counts 0 net.");

    public static readonly KpiDefinition Average = new("average_order_value", "money",
        "Revenue divided by the counted orders of the same currency, to 4 decimals; null for 0 orders.");

    public static readonly KpiDefinition CancelRate = new("cancel_rate", "ratio",
        "Of the orders created in the range that are no drafts, the share that ever entered phase cancelled; null for 0 orders.");

    public static readonly KpiDefinition FailRate = new("fail_rate", "ratio",
        "Of the orders created in the range that are no drafts, the share that ever entered phase failed; null for 0 orders.");

    public static readonly KpiDefinition RefundRate = new("refund_rate", "ratio",
        "Of the orders created in the range that are no drafts, the share that ever entered phase refunded; null for 0 orders.");

    public static readonly KpiDefinition Throughput = new("throughput", "orders",
        "Orders that entered phase done in the range, by effective time; only the first entry of each counts.");

    public static readonly KpiDefinition CycleMedian = new("cycle_time_median", "seconds",
        "Half of the orders that entered phase done for the first time in the range took at most so long since they were first seen; null for none.");

    public static readonly KpiDefinition CycleP90 = new("cycle_time_p90", "seconds",
        "Nine of ten orders that entered phase done for the first time in the range took at most so long since they were first seen; null for none.");

    public static readonly KpiDefinition Changes = new("status_changes", "events",
        "Status changes applied in the range, by the time of recording.");

    public static readonly KpiDefinition TimeInStatus = new("time_in_status", "seconds",
        "Per status, how long the visits lasted that ended in the range, by effective time; an open visit counts up to now where now is in the range.");

    public static readonly KpiDefinition Ageing = new("ageing", "orders",
        "Orders still worked on that have been in their present status for longer than the store's limit for it, whenever they were created.");

    public static readonly KpiDefinition Sources = new("sources", "events",
        "Per way in, by the time of recording: orders registered, status changes (of these unusual), stale reports, duplicates, refused pushes, and when it last pushed.");

    /// <summary>Those shown as cards, in this order.</summary>
    public static readonly IReadOnlyList<KpiDefinition> Cards =
        [Orders, Counted, Revenue, Average, CancelRate, FailRate, RefundRate, Throughput, CycleMedian, CycleP90, Changes];

    public static readonly IReadOnlyList<KpiDefinition> All = [.. Cards, TimeInStatus, Ageing, Sources];
}
