using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger;

/// <summary>Reads the KPI cells of a store, by the day the orders were created.</summary>
public sealed class KpiReport(NpgsqlDataSource database)
{
    /// <summary>Of a store ($1), from a day ($2) to a day ($3), in a currency or all ($4).</summary>
    internal const string CellsOf =
        """
        select store, day, currency, status, phase, orders, gross, refunded, ever_cancelled, ever_failed, ever_refunded from ledger.ol_kpi
         where store = $1 and day >= $2 and day <= $3 and ($4 is null or currency = $4)
           and (orders <> 0 or gross <> 0 or refunded <> 0)
        """;

    /// <summary>Cells with at least one order; both days inclusive, null for no bound.</summary>
    public async Task<IReadOnlyDictionary<KpiCell, KpiSum>> Cells(
        string store, DateOnly? from, DateOnly? to, string? currency, CancellationToken stop) =>
        (await database.Query(Read, CellsOf, stop,
            In(store), In(from ?? new DateOnly(1, 1, 1)), In(to ?? new DateOnly(9999, 12, 31)), In(currency)))
        .ToDictionary(c => c.Cell, c => c.Sum);

    internal static (KpiCell Cell, KpiSum Sum) Read(NpgsqlDataReader r) => (
        new(r.GetString(0), r.GetFieldValue<DateOnly>(1), r.GetString(2), r.GetString(3), Phases.Parse(r.GetString(4))!.Value),
        new(r.GetInt64(5), r.GetDecimal(6), r.GetDecimal(7), r.GetInt64(8), r.GetInt64(9), r.GetInt64(10)));
}
