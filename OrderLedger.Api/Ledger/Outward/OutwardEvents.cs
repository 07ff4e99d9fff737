using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Outward;

/// <summary>An event as others are told of it, without the order's details.</summary>
/// <param name="Recorded">The event.</param>
/// <param name="OrderNumber">The order's number now.</param>
/// <param name="Status">The status that the order has after the event.</param>
/// <param name="Phase">The phase of that status, as on the wire.</param>
public sealed record OutwardEvent(Recorded Recorded, string OrderNumber, string? Status, string? Phase);

/// <summary>Some events in order, with how far they were looked for.</summary>
/// <param name="Events">The events.</param>
/// <param name="Upto">No other event that passes lies up to this seq, and none will come.</param>
/// <param name="Head">The seq of the ledger's newest event.</param>
public sealed record OutwardPage(IReadOnlyList<OutwardEvent> Events, long Upto, long Head);

/// <summary>
/// Reads events for others, in the order of their places. Whoever writes takes the writer's lock before a place and holds it until the
/// commit, so below an event that can be read no other one will appear.
/// </summary>
public sealed class OutwardEvents(NpgsqlDataSource database)
{
    // A filter may pass hardly anything: one statement looks at this many events and no more.
    private const int ScanMax = 5_000;

    private const string SetsStatus = "('order_registered', 'status_changed')";

    // By the events alone: what an order has become since then does not change what passed.
    private const string Last =
        $"""
         from ledger.mt_events l
          where l.tenant_id = e.tenant_id and l.stream_id = e.stream_id and l.version < e.version and l.type in {SetsStatus}
          order by l.version desc limit 1
         """;

    /// <summary>SQL: the status that the order has after the event <c>e</c>.</summary>
    internal const string StatusAfter =
        $"case when e.type in {SetsStatus} then coalesce(e.data ->> 'to', e.data ->> 'status') else (select coalesce(l.data ->> 'to', l.data ->> 'status') {Last}) end";

    /// <summary>SQL: the phase that the order has after the event <c>e</c>.</summary>
    internal const string PhaseAfter = $"case when e.type in {SetsStatus} then e.data ->> 'phase' else (select l.data ->> 'phase' {Last}) end";

    /// <summary>SQL: the columns of the event <c>e</c>. Nobody is told the details, and they are large.</summary>
    internal static readonly string Columns = string.Join(", ", LedgerReader.Columns.Split(", ")
        .Select(c => c == "data::text" ? "(e.data - 'details')::text" : "e." + c));

    // All that one statement may look at.
    private static readonly string Near =
        $"(select * from ledger.mt_events where seq_id > $1 and tenant_id <> '*' order by seq_id limit {ScanMax})";

    /// <summary>The next events of all stores.</summary>
    public Task<List<OutwardEvent>> After(long seq, int count, CancellationToken stop) => database.Query(Read,
        $"{Told($"(select * from {Near} n limit $2)")} order by e.seq_id", stop, In(seq), In(count));

    /// <summary>The next events of a store that pass a filter.</summary>
    public async Task<OutwardPage> Page(string store, SubscriptionFilter filter, long after, int count, CancellationToken stop)
    {
        var rows = await database.Query(
            r => (Upto: r.NullableValue<long>(16), Head: r.NullableValue<long>(17), Event: r.IsDBNull(0) ? null : Read(r)),
            $"""
             with page as materialized (
                 {Told(
                     $"""
                      (select * from {Near} e
                        where e.tenant_id = $2 and e.type = any($3)
                          and (cardinality($4::varchar[]) = 0 or {StatusAfter} = any($4))
                          and (cardinality($5::varchar[]) = 0 or {PhaseAfter} = any($5))
                        order by e.seq_id limit $6)
                      """)})
             select p.*, reach.upto, reach.head
               from (select case when (select count(*) from page) < $6 then (select max(n.seq_id) from {Near} n) end as upto,
                            (select seq_id from ledger.mt_events where tenant_id <> '*' order by seq_id desc limit 1) as head) reach
               left join page p on true
              order by p.seq_id
             """, stop, In(after), In(store), In(filter.Types.ToArray()), In(filter.Statuses.ToArray()), In(filter.Phases.ToArray()),
            In(count));
        var events = rows.Select(row => row.Event).OfType<OutwardEvent>().ToList();
        var isFull = events.Count == count;
        return new(events, isFull ? events[^1].Recorded.Seq : rows[0].Upto ?? after, rows[0].Head ?? 0);
    }

    private static string Told(string events) =>
        $"""
         select {Columns}, coalesce(o.number, e.stream_id), {StatusAfter}, {PhaseAfter}
           from {events} e
           left join ledger.mt_doc_order o on o.tenant_id = e.tenant_id and o.id = e.stream_id
         """;

    private static OutwardEvent Read(NpgsqlDataReader r) =>
        new(LedgerReader.ReadRecorded(r), r.GetString(13), r.Nullable<string>(14), r.Nullable<string>(15));
}
