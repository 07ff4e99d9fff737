using Npgsql;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// Applies to the new tables what was pushed since they were copied. A stream that is met for the first time is folded up to there from its
/// first event; from then on it is known.
/// </summary>
internal sealed class CatchUp(IReadOnlyDictionary<string, Store> stores, IReadOnlyCollection<Projection> rebuilt)
{
    /// <summary>Most streams kept; beyond it all are forgotten and folded again when they are met.</summary>
    private const int StreamsMax = 5_000;

    private const int AskedMax = 500;

    private readonly ProjectionRows rows = ProjectionRows.New(rebuilt);
    private Projections known = new();

    /// <summary>The events after one and not after another, in the connection's transaction.</summary>
    public async Task Apply(NpgsqlConnection connection, long after, long upto, CancellationToken stop)
    {
        var tail = Prepare(connection, after, upto);
        if (tail.Count == 0)
            return;
        known.Kpis.Clear();
        known.Sources.Clear();
        var orders = new Dictionary<StreamKey, Written<Order>>();
        var details = new Dictionary<StreamKey, Written<OrderDetails>>();
        foreach (var r in tail)
        {
            var entry = Follow(r);
            if (rows.HasVisits)
                rows.Add(entry);
            orders[r.Stream] = new(r.Stream, known.Orders[r.Stream], r.Version, r.At);
            if (OrderDetails.ChangesBy(r.Event))
                details[r.Stream] = new(r.Stream, known.Details[r.Stream], r.Version, r.At);
        }
        rows.Send(connection);
        await Set(connection, orders.Values, details.Values, stop);
    }

    /// <summary>Reads these events and gets to know their streams, so that applying them is quick. The events.</summary>
    public IReadOnlyList<Recorded> Prepare(NpgsqlConnection connection, long after, long upto)
    {
        var tail = new List<Recorded>();
        using (var reader = EventReader.Between(connection, after, upto))
            while (reader.Next() is { } r)
                tail.Add(r);
        if (known.Orders.Count > StreamsMax)
            known = new();
        Meet(connection, [.. tail.Select(r => r.Stream).Distinct().Where(s => !known.Orders.ContainsKey(s))], after);
        return tail;
    }

    /// <summary>What a transaction that was rolled back had applied is not known.</summary>
    public void Forget()
    {
        known = new();
        rows.Clear();
    }

    private void Meet(NpgsqlConnection connection, IReadOnlyList<StreamKey> streams, long head)
    {
        foreach (var asked in streams.Chunk(AskedMax))
        {
            using var reader = EventReader.Of(connection, asked, head);
            while (reader.Next() is { } r)
                Follow(r);
        }
    }

    private Entry Follow(Recorded r)
    {
        try
        {
            return known.Apply(r, stores.GetValueOrDefault(r.Stream.Store) ?? throw RebuildException.NoStore(r.Stream));
        }
        catch (InvalidOperationException contradiction)
        {
            throw new RebuildException(contradiction.Message, contradiction);
        }
    }

    private async Task Set(NpgsqlConnection connection, IReadOnlyCollection<Written<Order>> orders,
        Dictionary<StreamKey, Written<OrderDetails>>.ValueCollection details, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (rows.HasOrders)
            batch.BatchCommands.Add(ViewUpserts.New.Orders(orders));
        if (rows.HasOrders && details.Count > 0)
            batch.BatchCommands.Add(ViewUpserts.New.Details(details, stream => known.Orders[stream]));
        if (rows.HasKpis)
        {
            batch.BatchCommands.Add(ViewUpserts.New.Kpis(known.Kpis));
            batch.BatchCommands.Add(ViewUpserts.New.Sources(known.Sources));
        }
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(stop);
    }
}
