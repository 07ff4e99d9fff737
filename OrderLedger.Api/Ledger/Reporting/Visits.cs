using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>
/// Time in status, cycle time and throughput, from the entries and by effective time (the sender's, else ours). Percentiles are exact.
/// </summary>
internal static class Visits
{
    private const string Effective = "coalesce(occurred_at, recorded_at)";

    public static async Task<Dictionary<DateOnly, long>> Done(Snapshot snapshot, KpiAsk ask, CancellationToken stop) =>
        (await snapshot.Query(r => (Day: r.GetFieldValue<DateOnly>(0), Orders: r.GetInt64(1)),
            $"""
             select ({Effective} at time zone $4)::date, count(*) from ledger.ol_entry
              where store = $1 and cycle is not null and {Effective} >= $2 and {Effective} < $3 {Known(ask, 5)} group by 1
             """, stop, [.. Range(ask, ask.Whole), In(ask.Store.TimeZone.Id), .. At(ask)])).ToDictionary(d => d.Day, d => d.Orders);

    public static async Task<Spread> Cycle(Snapshot snapshot, KpiAsk ask, Period period, CancellationToken stop) =>
        (await snapshot.Query(r => SpreadOf(r, 0),
            $"""
             select count(*), percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from cycle)::float8) from ledger.ol_entry
              where store = $1 and cycle is not null and {Effective} >= $2 and {Effective} < $3 {Known(ask, 4)}
             """, stop, [.. Range(ask, period), .. At(ask)]))[0];

    /// <summary>A visit belongs to the period in which it ended; one that is open ends at the moment asked for.</summary>
    public static Task<List<TimeInStatus>> InStatus(Snapshot snapshot, KpiAsk ask, CancellationToken stop) => snapshot.Query(
        r => new TimeInStatus(r.GetString(0), r.GetInt64(1), SpreadOf(r, 2)),
        $"""
         with visit as (
             select status_from as status, false as is_open, extract(epoch from held)::float8 as seconds from ledger.ol_entry
              where store = $1 and held is not null and {Effective} >= $2 and {Effective} < $3 {Known(ask, 4)}
             union all
             select status, true, extract(epoch from greatest($4 - since, interval '0'))::float8 from ({Standing.Of(ask, 4)}) as o
              where $4 >= $2 and $4 < $3
         )
         select status, count(*) filter (where is_open), count(*), percentile_cont(array[0.5, 0.9]) within group (order by seconds)
           from visit group by status order by status
         """, stop, [.. Range(ask, ask.Period), In(ask.At)]);

    private static Spread SpreadOf(NpgsqlDataReader r, int column)
    {
        var seconds = r.Nullable<double[]>(column + 1);
        return new(r.GetInt64(column), Micros(seconds?[0]), Micros(seconds?[1]));
    }

    private static decimal? Micros(double? seconds) => seconds is { } some ? Math.Round((decimal)some, 6) : null;

    private static NpgsqlParameter[] Range(KpiAsk ask, Period period) =>
        [In(ask.Store.Name), In(period.Begin(ask.Store.TimeZone)),
            In(period == ask.Previous && ask.Cut is { } cut ? cut : period.End(ask.Store.TimeZone))];

    private static NpgsqlParameter[] At(KpiAsk ask) => ask.IsPast ? [In(ask.At)] : [];

    // Entries are never changed, so what was known then is what had been recorded.
    private static string Known(KpiAsk ask, int parameter) => ask.IsPast ? $"and recorded_at <= ${parameter}" : "";
}
