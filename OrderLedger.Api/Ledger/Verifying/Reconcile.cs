using System.Data;
using OrderLedger.Api.Ledger.Rebuilding;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Verifying;

/// <summary>
/// Compares some of what is shown with the events, again and again while the server runs: the orders changed last and the next ones in
/// order of their ids, round and round, and now and then the sums of a store. It reads one snapshot at a time on one connection, briefly.
/// </summary>
public sealed class Reconcile(NpgsqlDataSource database, StoreTable stores, RebuildTable rebuilds, Drift drift, Settings settings,
    ILogger<Reconcile> log)
    : Recurring(settings.Reconcile)
{
    /// <summary>Most orders of each kind in a round.</summary>
    private const int OrdersMax = 100;

    /// <summary>Orders with more events are left to <c>verify</c>.</summary>
    private const int EventsMax = 1_000;

    /// <summary>In each so-manieth round the sums of a store are compared, too.</summary>
    private const int SumsEach = 30;

    private StreamKey last;
    private long rounds;
    private long reconciled;

    /// <summary>Orders compared since the start, each as often as it was.</summary>
    public long Reconciled => Interlocked.Read(ref reconciled);

    /// <summary>One round. Nothing is compared while rows of an older build are being replaced: they differ, and that is known.</summary>
    public override async Task Round(CancellationToken stoppingToken)
    {
        if ((await rebuilds.Projections(stoppingToken)).Any(p => p.IsOutdated))
            return;
        var known = (await stores.All(stoppingToken)).ToDictionary(s => s.Store.Name, s => s.Store);
        await using var connection = await database.OpenConnectionAsync(stoppingToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stoppingToken);
        await connection.Run("set local statement_timeout = '10s'", stoppingToken);
        await connection.Run(Verify.Lock, stoppingToken);
        if (rounds++ % SumsEach == 0 && known.Count > 0)
            await Sums(connection, known.Values.ElementAt((int)(rounds / SumsEach % known.Count)).Name, stoppingToken);
        else if (drift.StoreOfSums is { } again && known.ContainsKey(again))
            await Sums(connection, again, stoppingToken);
        await connection.Run(EventReader.OneByOne, stoppingToken);
        await Orders(connection, known, stoppingToken);
    }

    protected override void Say(Exception failure) => log.NotReconciled(failure);

    private async Task Orders(NpgsqlConnection connection, Dictionary<string, Store> known, CancellationToken stop)
    {
        var streams = await Chosen(connection, stop);
        if (streams.Count == 0)
            return;
        var found = new List<Fault>();
        var rows = new ProjectionRows(Projection.All, table => $"pg_temp.{table}");
        var replay = new StreamReplay(known, rows, found.Add);
        using (var reader = EventReader.Of(connection, streams, long.MaxValue))
            while (replay.Next(reader))
                stop.ThrowIfCancellationRequested();
        replay.End();
        var comparison = new RowComparison(connection, found.Add);
        await comparison.Begin(stop);
        rows.Send(connection);
        await comparison.Compare(stop);
        foreach (var stream in streams)
            Report(stream.Store, stream.OrderId, [.. found.Where(f => f.Store == stream.Store && f.OrderId == stream.OrderId)]);
        Interlocked.Add(ref reconciled, streams.Count);
    }

    private async Task<List<StreamKey>> Chosen(NpgsqlConnection connection, CancellationToken stop)
    {
        var next = await connection.Rows(ReadStream,
            "select tenant_id, id, version from ledger.mt_streams where (tenant_id, id) > ($1, $2) and tenant_id <> '*' order by tenant_id, id limit $3",
            stop, In(last.Store ?? ""), In(last.OrderId ?? ""), In(OrdersMax));
        last = next.Count < OrdersMax ? default : next[^1].Stream;
        var newest = await connection.Rows(ReadStream,
            """
            select s.tenant_id, s.id, s.version
              from (select store, order_id from ledger.ol_entry order by seq_id desc limit $1) e join ledger.mt_streams s on s.tenant_id = store and s.id = order_id
            """, stop, In(OrdersMax));
        // What was wrong is looked at again soon, so that what was mended is not held against it.
        return [.. next.Concat(newest).Where(s => s.Version <= EventsMax).Select(s => s.Stream).Concat(drift.Streams(OrdersMax))
            .Distinct()];
    }

    // Without the days: what day it was depends on the time zone, and PostgreSQL's list of those may be another than ours.
    private async Task Sums(NpgsqlConnection connection, string store, CancellationToken stop) =>
        Report(store, null, await connection.Rows(r =>
            new Fault(store, null, r.GetString(0), r.GetString(1), r.GetString(2), Projection.Kpi.Name), """
            with recount as (
                select data ->> 'currency' as currency, status, phase, count(*) as orders, sum(coalesce((data ->> 'total')::numeric, 0)) as gross,
                       sum(coalesce((data ->> 'refunded')::numeric, case phase when 'refunded' then (data ->> 'total')::numeric end, 0)) as refunded,
                       count(*) filter (where data ? 'wasCancelled') as cancelled, count(*) filter (where data ? 'wasFailed') as failed,
                       count(*) filter (where data ? 'wasRefunded') as back
                  from ledger.mt_doc_order where tenant_id = $1 and not deleted group by 1, 2, 3
            ), shown as (
                select currency, status, phase, sum(orders)::bigint as orders, sum(gross) as gross, sum(refunded) as refunded,
                       sum(ever_cancelled)::bigint as cancelled, sum(ever_failed)::bigint as failed, sum(ever_refunded)::bigint as back
                  from ledger.ol_kpi where store = $1 group by 1, 2, 3
                having (sum(orders), sum(gross), sum(refunded), sum(ever_cancelled), sum(ever_failed), sum(ever_refunded)) <> (0, 0, 0, 0, 0, 0)
            )
            select concat_ws(' ', 'kpi', currency, status, phase), coalesce(row(s.orders, s.gross, s.refunded)::text, 'absent'),
                   coalesce(row(r.orders, r.gross, r.refunded)::text, 'absent')
              from recount r full join shown s using (currency, status, phase)
             where (r.orders, r.gross, r.refunded, r.cancelled, r.failed, r.back)
                   is distinct from (s.orders, s.gross, s.refunded, s.cancelled, s.failed, s.back)
            """, stop, In(store)));

    // Once for each; what differs is not said, for it may be about a customer.
    private void Report(string store, string? orderId, IReadOnlyList<Fault> found)
    {
        foreach (var fault in drift.Set(Drift.PlaceOf(store, orderId), found))
            log.Drifted(fault.Store, fault.OrderId ?? "sums", fault.Field);
    }

    private static (StreamKey Stream, long Version) ReadStream(NpgsqlDataReader r) => (new(r.GetString(0), r.GetString(1)), r.GetInt64(2));
}
