using Marten;
using OrderLedger.Api.Ledger.Tables;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// Applies to the new tables what was pushed since they were copied. A stream that is met for the first time is folded up to there from its
/// first event; from then on it is known.
/// </summary>
internal sealed class CatchUp(IDocumentStore store, IReadOnlyDictionary<string, Store> stores, IReadOnlyCollection<Projection> rebuilt)
{
    /// <summary>Most streams kept; beyond it all are forgotten and folded again when they are met.</summary>
    private const int StreamsMax = 5_000;

    private const int AskedMax = 500;

    private readonly ProjectionRows rows = ProjectionRows.New(rebuilt);
    private Projections known = new();

    /// <summary>The events after one and not after another, in this transaction.</summary>
    public async Task Apply(NpgsqlTransaction transaction, long after, long upto, CancellationToken stop)
    {
        var connection = transaction.Connection!;
        var tail = Prepare(connection, after, upto);
        if (tail.Count == 0)
            return;
        foreach (var r in tail)
        {
            var entry = Follow(r);
            if (rows.HasVisits)
                rows.Add(entry);
        }
        rows.Send(connection);
        await Set(transaction, stop);
        known.Settle();
    }

    /// <summary>Reads these events and gets to know their streams, so that applying them is quick. The events.</summary>
    public IReadOnlyList<Recorded> Prepare(NpgsqlConnection connection, long after, long upto)
    {
        var tail = new List<Recorded>();
        using (var reader = EventReader.Between(connection, after, upto))
            while (reader.Next() is { } r)
                tail.Add(r);
        if (known.Count > StreamsMax)
            known = new();
        Meet(connection, [.. tail.Select(r => r.Stream).Distinct().Where(s => known[s] is null)], after);
        return tail;
    }

    /// <summary>Forgets what a transaction that was rolled back had applied.</summary>
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
        known.Settle();
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

    private async Task Set(NpgsqlTransaction transaction, CancellationToken stop)
    {
        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        if (rows.HasOrders)
        {
            session.QueueOperation(OrderTables.Orders.Upsert([.. known.Changed], TableSet.New));
            if (known.Changed.Where(f => f.LastOfDetails is not null).ToList() is { Count: > 0 } details)
                session.QueueOperation(OrderTables.Details.Upsert(details, TableSet.New));
        }
        if (rows.HasKpis)
        {
            var kpis = new Dictionary<KpiCell, KpiSum>();
            known.AddKpis(kpis);
            session.QueueOperation(SumTables.Kpis.Upsert(kpis, TableSet.New));
            session.QueueOperation(SumTables.Sources.Upsert(known.Sources, TableSet.New));
        }
        await session.SaveChangesAsync(stop);
    }
}
