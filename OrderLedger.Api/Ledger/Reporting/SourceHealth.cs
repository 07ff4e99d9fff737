using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>Counts what each source brought, by the day of recording: what became events, and what did not.</summary>
internal static class SourceHealth
{
    public static async Task<Dictionary<SourceDay, SourceSum>> Recorded(Snapshot snapshot, KpiAsk ask, CancellationToken stop)
    {
        var (zone, period) = (ask.Store.TimeZone, ask.Whole);
        var rows = await (ask.IsPast
            ? snapshot.Query(Read,
                """
                select (recorded_at at time zone $4)::date, source, count(*) filter (where type = 'order_registered'),
                       count(*) filter (where type = 'status_changed'), count(*) filter (where unusual), count(*) filter (where stale),
                       max(recorded_at)
                  from ledger.ol_entry where store = $1 and recorded_at >= $2 and recorded_at < $3 and recorded_at <= $5 group by 1, 2
                """, stop, In(ask.Store.Name), In(period.Begin(zone)), In(period.End(zone)), In(zone.Id), In(ask.At))
            : snapshot.Query(Read,
                """
                select day, source, registered, changes, unusual, stale, last_at from ledger.ol_kpi_source
                 where store = $1 and day >= $2 and day <= $3
                """, stop, In(ask.Store.Name), In(period.First), In(period.Last)));
        return rows.ToDictionary(r => new SourceDay(ask.Store.Name, r.Day, r.Source), r => r.Sum);
    }

    /// <summary>When each source brought something last, from this day on.</summary>
    public static async Task<Dictionary<string, DateTimeOffset>> LastPushes(NpgsqlDataSource database, Store store, DateOnly since,
        CancellationToken stop) =>
        (await database.Query(r => (Source: r.GetString(0), At: r.GetFieldValue<DateTimeOffset>(1)),
            """
            select source, max(at)
              from (select source, last_at as at from ledger.ol_kpi_source where store = $1 and day >= $2
                    union all
                    select source, last_at from ledger.ol_duplicate where store = $1 and day >= $2
                    union all
                    select source, received_at from ledger.ol_rejected_push where store = $1 and received_at >= $3 and source is not null) as p
             group by source
            """, stop, In(store.Name), In(since), In(new Period(since, null).Begin(store.TimeZone))))
        .ToDictionary(s => s.Source, s => s.At);

    /// <summary>
    /// How many orders a source had events of in each stretch of time, in the order of the stretches; the count ends at a number.
    /// </summary>
    public static Task<List<long>> OrdersThen(NpgsqlDataSource database, SourceStretches asked, int max, CancellationToken stop) =>
        database.Query(r => r.GetInt64(0),
            """
            select (select count(*) from (select distinct order_id from ledger.ol_entry
                                           where store = $1 and source = $2 and recorded_at >= s.begins and recorded_at < s.ends limit $5) as o)
              from unnest($3, $4) with ordinality as s (begins, ends, place) order by place
            """, stop, In(asked.Store), In(asked.Source), Column(asked.Stretches, s => s.Begins), Column(asked.Stretches, s => s.Ends), In(max));

    /// <summary>Refusals are kept for a while only (<see cref="RejectedPushes"/>); duplicates are counted by whole days.</summary>
    public static Task<List<Unrecorded>> Unrecorded(Snapshot snapshot, KpiAsk ask, CancellationToken stop)
    {
        var (zone, period, until) = (ask.Store.TimeZone, ask.Period, ask.IsPast ? ask.At : DateTimeOffset.MaxValue.AddYears(-1));
        var last = ask.IsPast && ask.Store.DayOf(ask.At) is var day && day < period.Last ? day : period.Last;
        return snapshot.Query(
            r => new Unrecorded(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.NullableValue<DateTimeOffset>(3)),
            """
            select source, sum(duplicates)::bigint, sum(rejected)::bigint, max(last_at)
              from (select source, pushes as duplicates, 0 as rejected, last_at from ledger.ol_duplicate
                     where store = $1 and day >= $2 and day <= $3
                    union all
                    select coalesce(source, 'unknown'), 0, 1, received_at from ledger.ol_rejected_push
                     where store = $1 and received_at >= $4 and received_at < $5 and received_at <= $6) as p
             group by source order by source
            """, stop,
            In(ask.Store.Name), In(period.First), In(last), In(period.Begin(zone)), In(period.End(zone)), In(until.ToUniversalTime()));
    }

    private static DaysSum Read(NpgsqlDataReader r) => new(
        r.GetFieldValue<DateOnly>(0), r.GetString(1),
        new(r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetFieldValue<DateTimeOffset>(6)));

    private sealed record DaysSum(DateOnly Day, string Source, SourceSum Sum);
}

/// <summary>A stretch of time, from inclusive, to exclusive.</summary>
public readonly record struct Stretch(DateTimeOffset Begins, DateTimeOffset Ends);

/// <summary>A source of a store, and the stretches of time that are asked for.</summary>
internal sealed record SourceStretches(string Store, string Source, IReadOnlyList<Stretch> Stretches);
