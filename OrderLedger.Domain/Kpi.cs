namespace OrderLedger.Domain;

/// <summary>One cell of the KPI table. <c>Day</c> is the day the order was created, in the store's time zone.</summary>
public readonly record struct KpiCell(string Store, DateOnly Day, string Currency, string Status, Phase Phase)
{
    /// <summary>
    /// Statuses whose orders do not count as sold, as WooCommerce Analytics has it. Drafts never count; refunded always
    /// does.
    /// </summary>
    private static readonly string[] Excluded = ["pending", "failed", "cancelled", "canceled"];

    /// <summary>Whether the cell's orders count as sold, and so its money as revenue.</summary>
    public bool IsCounted => Phase != Phase.Draft && !Excluded.Contains(Status);
}

/// <summary>
/// The sums of a cell: orders, the sum of their totals, how much of it was paid back, and how many of the orders ever entered phase
/// <c>cancelled</c>, <c>failed</c> and <c>refunded</c>.
/// </summary>
public readonly record struct KpiSum(
    long Orders, decimal Gross, decimal Refunded, long EverCancelled = 0, long EverFailed = 0, long EverRefunded = 0)
{
    public decimal Revenue => Gross - Refunded;

    /// <summary>To four decimals; null without an order.</summary>
    public decimal? AverageOrderValue => Orders == 0 ? null : Math.Round(Revenue / Orders, 4);

    public static KpiSum operator +(KpiSum a, KpiSum b) => new(
        a.Orders + b.Orders, a.Gross + b.Gross, a.Refunded + b.Refunded,
        a.EverCancelled + b.EverCancelled, a.EverFailed + b.EverFailed, a.EverRefunded + b.EverRefunded);

    public static KpiSum operator -(KpiSum a) =>
        new(-a.Orders, -a.Gross, -a.Refunded, -a.EverCancelled, -a.EverFailed, -a.EverRefunded);

    public static KpiSum operator -(KpiSum a, KpiSum b) => a + -b;
}

/// <summary>One row of what a source brought on a day. <c>Day</c> is the day of recording, in the store's time zone.</summary>
public readonly record struct SourceDay(string Store, DateOnly Day, string Source);

/// <summary>
/// The sums of a source and day: orders registered, status changes applied, of these the unusual ones, stale reports, and when
/// the last event was recorded.
/// </summary>
public readonly record struct SourceSum(long Registered, long Changes, long Unusual, long Stale, DateTimeOffset LastAt)
{
    public static SourceSum operator +(SourceSum a, SourceSum b) => new(
        a.Registered + b.Registered, a.Changes + b.Changes, a.Unusual + b.Unusual, a.Stale + b.Stale, a.LastAt > b.LastAt
            ? a.LastAt
            : b.LastAt);
}

/// <summary>
/// A KPI is a sum of what each event is worth. An event is worth the difference between the order after it and before it,
/// so a live update, a batch and a rebuild from event 1 cannot disagree.
/// </summary>
public static class Kpi
{
    public static void Add(Order? before, Order after, Store store, Dictionary<KpiCell, KpiSum> to)
    {
        Count(before, store, sign: -1, to);
        Count(after, store, sign: +1, to);
    }

    public static void Add(Entry entry, Store store, Dictionary<SourceDay, SourceSum> to)
    {
        var r = entry.Recorded;
        // Brings nothing: a source is where orders come from.
        if (r.Event is PersonalDataErased)
            return;
        var day = new SourceDay(store.Name, store.DayOf(r.At), r.Sender.Source);
        to[day] = to.GetValueOrDefault(day) + new SourceSum(
            r.Event is OrderRegistered ? 1 : 0, r.Event is StatusChanged ? 1 : 0, entry.Unusual ? 1 : 0, entry.Stale ? 1 : 0, r.At);
    }

    private static void Count(Order? order, Store store, int sign, Dictionary<KpiCell, KpiSum> to)
    {
        if (order is not { Deleted: false })
            return;
        var cell = new KpiCell(store.Name, store.DayOf(order.CreatedAt), order.Currency, order.Status, order.Phase);
        var worth = new KpiSum(1, order.Total ?? 0, order.PaidBack, order.WasCancelled
            ? 1
            : 0, order.WasFailed ? 1 : 0, order.WasRefunded ? 1 : 0);
        var sum = to.GetValueOrDefault(cell) + (sign > 0 ? worth : -worth);
        if (sum == default)
            to.Remove(cell);
        else
            to[cell] = sum;
    }
}
