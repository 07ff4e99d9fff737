using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Verifying;

/// <summary>
/// Checks the order of orders' events: recorded time never falls with seq (a bulk seed invents times, so actions are no part of it), the
/// sequence stands above all of them, and a stream begins at 1.
/// </summary>
internal sealed class LedgerOrder(NpgsqlConnection connection, string? store, long after, Action<Fault> found)
{
    /// <summary>
    /// The place before the first event recorded at or after a moment. Time rises with seq, so it is looked for by halves.
    /// </summary>
    public static async Task<long> FirstSince(NpgsqlConnection connection, DateTimeOffset since, CancellationToken stop)
    {
        var (low, high) = (0L, await connection.Run("select coalesce(max(seq_id), 0) from ledger.mt_events", stop));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var at = (await connection.Rows(r => r.GetFieldValue<DateTimeOffset>(0),
                "select timestamp from ledger.mt_events where seq_id > $1 order by seq_id limit 1", stop, In(middle)))[0];
            if (at < since)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    public async Task Check(CancellationToken stop)
    {
        foreach (var fault in await connection.Rows(r =>
            new Fault(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4)),
            """
            select tenant_id, stream_id, 'time of seq ' || seq_id, timestamp::text, 'not before ' || before::text
              from (select *, lag(timestamp) over (order by seq_id) as before from ledger.mt_events where seq_id > $2 and tenant_id <> '*') as e
             where timestamp < before and ($1::varchar is null or tenant_id = $1)
            union all
            select tenant_id, stream_id, 'seq of v' || version, seq_id::text, 'up to ' || last || ', where the sequence stands'
              from ledger.mt_events, (select coalesce(pg_sequence_last_value('ledger.mt_events_sequence'), 0) as last) as s
             where seq_id > last and ($1::varchar is null or tenant_id = $1)
            union all
            select s.tenant_id, s.id, 'version', first.version::text, '1'
              from ledger.mt_streams s,
                   lateral (select version from ledger.mt_events e where e.tenant_id = s.tenant_id and e.stream_id = s.id order by version limit 1) as first
             where first.version <> 1 and ($1::varchar is null or s.tenant_id = $1)
            """, stop, In(store), In(after)))
            found(fault);
    }
}
