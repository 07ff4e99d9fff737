using static OrderLedger.Api.Ledger.Tables.Column;
using Cell = System.Collections.Generic.KeyValuePair<OrderLedger.Domain.KpiCell, OrderLedger.Domain.KpiSum>;
using Source = System.Collections.Generic.KeyValuePair<OrderLedger.Domain.SourceDay, OrderLedger.Domain.SourceSum>;

namespace OrderLedger.Api.Ledger.Tables;

/// <summary>The tables of sums. Their rows are only ever added to, so no two units of work overwrite each other's count.</summary>
internal static class SumTables
{
    public static readonly Table<Cell> Kpis = new("ol_kpi", ["store", "day", "currency", "status", "phase"],
        Text<Cell>("store", c => c.Key.Store),
        Day<Cell>("day", c => c.Key.Day),
        Text<Cell>("currency", c => c.Key.Currency),
        Text<Cell>("status", c => c.Key.Status),
        Text<Cell>("phase", c => c.Key.Phase.Word()),
        Sum<Cell>("orders", c => c.Value.Orders),
        Sum<Cell>("gross", c => c.Value.Gross),
        Sum<Cell>("refunded", c => c.Value.Refunded),
        Sum<Cell>("ever_cancelled", c => c.Value.EverCancelled),
        Sum<Cell>("ever_failed", c => c.Value.EverFailed),
        Sum<Cell>("ever_refunded", c => c.Value.EverRefunded));

    public static readonly Table<Source> Sources = new("ol_kpi_source", ["store", "day", "source"],
        Text<Source>("store", s => s.Key.Store),
        Day<Source>("day", s => s.Key.Day),
        Text<Source>("source", s => s.Key.Source),
        Sum<Source>("registered", s => s.Value.Registered),
        Sum<Source>("changes", s => s.Value.Changes),
        Sum<Source>("unusual", s => s.Value.Unusual),
        Sum<Source>("stale", s => s.Value.Stale),
        Latest<Source>("last_at", s => s.Value.LastAt));
}
