using System.Globalization;
using Npgsql;

namespace OrderLedger.Api.Storage;

/// <summary>One place where what is shown is not what the events say.</summary>
public sealed record Fault(string Store, string? OrderId, string Field, string Is, string ShouldBe)
{
    public override string ToString() => $"{Store}{(OrderId is null ? "" : "/" + OrderId)}: {Field} is {Is}, should be {ShouldBe}";
}

/// <summary>What a verification looked at and what it found.</summary>
public sealed record Verified(long Events, long Orders, long KpiCells, IReadOnlyList<Fault> Faults);

/// <summary>
/// Folds every stream anew and compares: versions 1..n, the stream's own version, the order view, the details view, entries, KPIs.
/// Reads one snapshot, so pushes may go on meanwhile; holds one order at a time; changes nothing.
/// </summary>
public sealed class Verify(NpgsqlDataSource database)
{
    /// <summary>Faults kept; the rest is only counted by running it again once these are mended.</summary>
    private const int FaultsMax = 1_000;

    public async Task<Verified> Run(IReadOnlyDictionary<string, Store> stores, Action<long>? progress, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);
        var check = new StreamCheck(stores);
        await using (var command = new NpgsqlCommand(Streams, connection) { CommandTimeout = 0 })
        await using (var reader = await command.ExecuteReaderAsync(stop))
            while (await reader.ReadAsync(stop))
            {
                var stream = new StreamKey(reader.GetString(2), reader.GetString(3));
                check.Next(stream, reader.GetInt64(4), () => Ledger.ReadRecorded(reader), new Shown(
                    reader.NullableValue<long>(12), reader.Nullable<string>(13), reader.Nullable<string>(14),
                    reader.NullableValue<bool>(15)));
                if (check.Events % 10_000 == 0)
                    progress?.Invoke(check.Events);
            }

        check.End();
        await Orphans(connection, check.Faults, stop);
        await Columns(connection, check.Faults, stop);
        await Kpis(connection, check, stop);
        return new(check.Events, check.Orders, check.Kpis.Count, check.Faults.Take(FaultsMax).ToList());
    }

    // What is shown stands on each event's row only where it is the stream's last.
    private static readonly string Streams = $"""
        select e.{Ledger.Columns.Replace(", ", ", e.", StringComparison.Ordinal)}, s.version, o.data::text, d.data::text,
               n.type = e.type and n.version = e.version and n.store = e.tenant_id and n.order_id = e.stream_id
          from ledger.mt_events e
          join ledger.mt_streams s on s.tenant_id = e.tenant_id and s.id = e.stream_id
          left join ledger.ol_entry n on n.seq_id = e.seq_id
          left join ledger.mt_doc_order o on e.version = s.version and o.tenant_id = e.tenant_id and o.id = e.stream_id
          left join ledger.mt_doc_order_details d on e.version = s.version and d.tenant_id = e.tenant_id and d.id = e.stream_id
         order by e.tenant_id, e.stream_id, e.version
        """;

    private static async Task Orphans(NpgsqlConnection connection, List<Fault> faults, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select o.tenant_id, o.id, 'order view' from ledger.mt_doc_order o
             where not exists (select from ledger.mt_events e where e.tenant_id = o.tenant_id and e.stream_id = o.id)
            union all
            select d.tenant_id, d.id, 'details view' from ledger.mt_doc_order_details d
             where not exists (select from ledger.mt_events e where e.tenant_id = d.tenant_id and e.stream_id = d.id)
            union all
            select s.tenant_id, s.id, 'stream' from ledger.mt_streams s
             where not exists (select from ledger.mt_events e where e.tenant_id = s.tenant_id and e.stream_id = s.id)
            union all
            select n.store, n.order_id, 'entry ' || n.seq_id from ledger.ol_entry n
             where not exists (select from ledger.mt_events e where e.seq_id = n.seq_id)
            """, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop) && faults.Count < FaultsMax)
            faults.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), "there", "absent: no event speaks of it"));
    }

    // Lists filter and sort by columns that repeat the view's own members.
    private static async Task Columns(NpgsqlConnection connection, List<Fault> faults, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select o.tenant_id, o.id, 'order view, column ' || c.name, coalesce(c.shown, 'absent'), coalesce(c.member, 'absent')
              from ledger.mt_doc_order o,
                   lateral (values ('number', number, data ->> 'number'), ('status', status, data ->> 'status'),
                                   ('phase', phase, data ->> 'phase'), ('payment_status', payment_status, data ->> 'paymentStatus'),
                                   ('source', source, data ->> 'source'), ('deleted', deleted::text, (data ? 'deletedAt')::text)) as c (name, shown, member)
             where c.shown is distinct from c.member
            union all
            select o.tenant_id, o.id, 'order view, column ' || c.name, c.shown::text, coalesce(c.member::text, 'absent')
              from ledger.mt_doc_order o,
                   lateral (values ('created_at', created_at, (data ->> 'createdAt')::timestamptz),
                                   ('status_since', status_since, (data ->> 'statusSince')::timestamptz)) as c (name, shown, member)
             where c.shown is distinct from c.member
            """, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop) && faults.Count < FaultsMax)
            faults.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4)));
    }

    private static async Task Kpis(NpgsqlConnection connection, StreamCheck check, CancellationToken stop)
    {
        var stored = new Dictionary<KpiCell, KpiSum>();
        await using (var command = new NpgsqlCommand("select store, day, currency, status, phase, orders, gross, refunded, ever_cancelled, ever_failed, ever_refunded from ledger.ol_kpi", connection))
        await using (var reader = await command.ExecuteReaderAsync(stop))
            while (await reader.ReadAsync(stop))
            {
                var (cell, sum) = KpiReport.Read(reader);
                stored[cell] = sum;
            }
        foreach (var cell in check.Kpis.Keys.Union(stored.Keys).Where(c => !check.UnknownStores.Contains(c.Store)))
            if (check.Kpis.GetValueOrDefault(cell) is var recount && stored.GetValueOrDefault(cell) is var shown && recount != shown)
                check.Faults.Add(new(cell.Store, null, string.Create(CultureInfo.InvariantCulture,
                    $"kpi {cell.Day:yyyy-MM-dd} {cell.Currency} {cell.Status} ({cell.Phase.Word()})"), Text(shown), Text(recount)));
    }

    private static string Text(KpiSum sum) => string.Create(CultureInfo.InvariantCulture,
        $"{sum.Orders} orders, {sum.Gross} gross, {sum.Refunded} refunded");
}
