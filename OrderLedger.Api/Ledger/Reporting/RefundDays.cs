using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>Money paid back on a day, of whichever day's orders.</summary>
public sealed record RefundDay(DateOnly Day, string Currency, decimal PaidBack);

/// <summary>
/// Sums what was paid back by the day of the refund, by effective time, of orders that are not deleted or were not yet: accountants ask for
/// it. The revenue of a day goes by the day of the order instead.
/// </summary>
internal static class RefundDays
{
    public static Task<List<RefundDay>> Read(Snapshot snapshot, KpiAsk ask, CancellationToken stop)
    {
        var (zone, period) = (ask.Store.TimeZone, ask.Whole);
        return snapshot.Query(r => new RefundDay(r.GetFieldValue<DateOnly>(0), r.GetString(1), r.GetDecimal(2)),
            """
            select (coalesce(occurred_at, recorded_at) at time zone $4)::date, paid_back_in, sum(paid_back::numeric) from ledger.ol_entry
             where store = $1 and paid_back is not null and coalesce(occurred_at, recorded_at) >= $2
               and coalesce(occurred_at, recorded_at) < $3 and recorded_at <= $5 and ($6::varchar is null or paid_back_in = $6)
             group by 1, 2
            """, stop, In(ask.Store.Name), In(period.Begin(zone)), In(period.End(zone)), In(zone.Id),
            In(ask.IsPast ? ask.At : DateTimeOffset.MaxValue.AddYears(-1)), In(ask.Currency));
    }
}
