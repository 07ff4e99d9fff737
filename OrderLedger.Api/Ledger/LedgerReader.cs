using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// Reads events and single orders. Lists are in <see cref="OrderList"/>, sums in <see cref="KpiReport"/>; nothing here
/// writes.
/// </summary>
public sealed class LedgerReader(NpgsqlDataSource database)
{
    internal const string Columns =
        "seq_id, id, tenant_id, stream_id, version, timestamp, user_name, headers ->> 'source', correlation_id, causation_id, type, data::text, headers ->> 'notes'";

    /// <summary>The next events in commit order. The writer's lock makes that the order of seq_id, with none to appear later.</summary>
    public Task<List<Recorded>> After(long seq, int count, CancellationToken stop) => database.Query(ReadRecorded,
        $"select {Columns} from ledger.mt_events where seq_id > $1 and tenant_id <> '*' order by seq_id limit $2", stop, In(seq),
            In(count));

    /// <summary>One order's events, newest first, from below a version.</summary>
    public Task<List<Recorded>> History(StreamKey stream, long before, int count, CancellationToken stop) => database.Query(ReadRecorded,
        $"""
         select {Columns} from ledger.mt_events
          where tenant_id = $1 and stream_id = $2 and version < $3 order by version desc limit $4
         """, stop, In(stream.Store), In(stream.OrderId), In(before), In(count));

    /// <summary>The place of the newest event of an order in the ledger; 0 when there is none.</summary>
    public async Task<long> Head(CancellationToken stop) =>
        (await database.Query(r =>
            r.GetInt64(0), "select seq_id from ledger.mt_events where tenant_id <> '*' order by seq_id desc limit 1", stop))
                .FirstOrDefault();

    public async Task<Order?> Current(StreamKey stream, CancellationToken stop) => (await database.Query(
        r => JsonSerializer.Deserialize(r.GetString(0), StoredJson.Stored.Order),
        "select data::text from ledger.mt_doc_order where tenant_id = $1 and id = $2", stop, In(stream.Store), In(stream.OrderId)))
        .FirstOrDefault();

    /// <summary>The order and its details, read in one statement so that they belong together.</summary>
    public async Task<(Order Order, OrderDetails? Details)?> WithDetails(StreamKey stream, CancellationToken stop)
    {
        var rows = await database.Query(
            r => (JsonSerializer.Deserialize(r.GetString(0), StoredJson.Stored.Order)!,
                  r.IsDBNull(1) ? null : JsonSerializer.Deserialize(r.GetString(1), StoredJson.Stored.OrderDetails)),
            """
            select o.data::text, d.data::text
              from ledger.mt_doc_order o left join ledger.mt_doc_order_details d using (tenant_id, id)
             where o.tenant_id = $1 and o.id = $2
            """, stop, In(stream.Store), In(stream.OrderId));
        return rows.Count == 0 ? null : rows[0];
    }

    internal static Recorded ReadRecorded(NpgsqlDataReader r) => new(
        r.GetInt64(0), r.GetGuid(1), new(r.GetString(2), r.GetString(3)), r.GetInt64(4), r.GetFieldValue<DateTimeOffset>(5),
        ReadSender(r, 6) with { Notes = SentNotes.Read(r.Nullable<string>(12)) },
        EventTypes.Read(r.GetString(10), r.GetString(11)));

    /// <summary>Actor, source, request and delivery from this column on.</summary>
    internal static Sender ReadSender(NpgsqlDataReader r, int column) => new(r.Nullable<string>(column) ?? "unknown",
        r.Nullable<string>(column + 1) ?? "unknown", r.Nullable<string>(column + 2), r.Nullable<string>(column + 3));
}
