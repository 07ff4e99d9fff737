using OrderLedger.Api.Ledger.Rebuilding;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Verifying;

/// <summary>The recount of KPIs and sources beside what their tables say.</summary>
internal sealed class SumComparison(NpgsqlConnection connection, VerifyScope scope, Action<Fault> found)
{
    private readonly Dictionary<KpiCell, KpiSum> cells = [];
    private readonly Dictionary<SourceDay, SourceSum> days = [];

    public long Cells => cells.Count;

    /// <summary>May be called by several at once.</summary>
    public void Add(ProjectionRows part)
    {
        lock (cells)
        {
            foreach (var (cell, sum) in part.Kpis)
                cells[cell] = cells.GetValueOrDefault(cell) + sum;
            foreach (var (day, sum) in part.Sources)
                days[day] = days.GetValueOrDefault(day) + sum;
        }
    }

    /// <param name="stores">Of another store nothing could be counted, for want of its time zone.</param>
    /// <param name="stop">Ends it.</param>
    public async Task Compare(IReadOnlyDictionary<string, Store> stores, CancellationToken stop)
    {
        var shownCells = (await connection.Rows(KpiReport.Read,
            """
            select store, day, currency, status, phase, orders, gross, refunded, ever_cancelled, ever_failed, ever_refunded
              from ledger.ol_kpi where $1::varchar is null or store = $1
            """, stop, In(scope.Store))).ToDictionary(c => c.Cell, c => c.Sum);
        foreach (var cell in cells.Keys.Union(shownCells.Keys).Where(c => stores.ContainsKey(c.Store)))
            if (shownCells.GetValueOrDefault(cell) is var shown && cells.GetValueOrDefault(cell) is var recount && shown != recount)
                found(new(cell.Store, null, string.Create(CultureInfo.InvariantCulture,
                    $"kpi {cell.Day:yyyy-MM-dd} {cell.Currency} {cell.Status} ({cell.Phase.Word()})"), Text(shown), Text(recount),
                        Projection.Kpi.Name));

        var shownDays = (await connection.Rows(r => (
                new SourceDay(r.GetString(0), r.GetFieldValue<DateOnly>(1), r.GetString(2)),
                new SourceSum(r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetFieldValue<DateTimeOffset>(7))),
            """
            select store, day, source, registered, changes, unusual, stale, last_at from ledger.ol_kpi_source where $1::varchar is null or store = $1
            """, stop, In(scope.Store))).ToDictionary();
        foreach (var day in days.Keys.Union(shownDays.Keys).Where(d => stores.ContainsKey(d.Store)))
            if (shownDays.GetValueOrDefault(day) is var shown && days.GetValueOrDefault(day) is var recount && shown != recount)
                found(new(day.Store, null, string.Create(CultureInfo.InvariantCulture, $"source {day.Day:yyyy-MM-dd} {day.Source}"),
                    Text(shown), Text(recount), Projection.Kpi.Name));
    }

    private static string Text(KpiSum sum) => string.Create(CultureInfo.InvariantCulture,
        $"{sum.Orders} orders, {sum.Gross} gross, {sum.Refunded} refunded")
        + string.Concat(Ever(sum.EverCancelled, "cancelled"), Ever(sum.EverFailed, "failed"), Ever(sum.EverRefunded, "refunded"));

    private static string Ever(long orders, string phase) =>
        orders == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {orders} ever {phase}");

    private static string Text(SourceSum sum) => string.Create(CultureInfo.InvariantCulture,
        $"{sum.Registered} registered, {sum.Changes} changes, {sum.Unusual} unusual, {sum.Stale} stale, last at {sum.LastAt:O}");
}
