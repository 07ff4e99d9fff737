using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Api.Ledger.Verifying;

/// <summary>
/// Folds whole streams into the rows that should be there. Unlike a rebuild it goes on after a stream that contradicts itself: that is a
/// fault like any other, and the stream's views are compared with nothing.
/// </summary>
internal sealed class CheckedFold(IReadOnlyDictionary<string, Store> stores, ProjectionRows rows, Action<Fault> found)
{
    private readonly HashSet<string> unknownStores = [];
    private StreamKey? stream;
    private Store? store;
    private Order? order;
    private Written<OrderDetails>? details;
    private DateTimeOffset at;
    private long version;
    private long seq;
    private bool broken;

    public long Events { get; private set; }

    public long Orders { get; private set; }

    /// <summary>An event that could be read, or the reason why not.</summary>
    public void Next(StreamKey of, long itsSeq, long itsVersion, (Recorded? Event, string? Fault) read)
    {
        if (of != stream)
            Begin(of);
        Events++;
        if (itsVersion != version + 1)
            Found("version", itsVersion, version + 1);
        if (itsSeq <= seq)
            Found($"seq of v{itsVersion}", itsSeq, $"above {seq}");
        (version, seq) = (itsVersion, itsSeq);
        if (broken)
            return;
        if (read.Event is not { } r)
            Break(read.Fault!);
        else
            Follow(r);
    }

    /// <summary>The last stream has no more events.</summary>
    public void End()
    {
        if (stream is { } last && !broken)
            rows.Add(new(last, order!, version, at), details, store!);
        stream = null;
    }

    private void Begin(StreamKey next)
    {
        End();
        Orders++;
        (stream, order, details, version, seq) = (next, null, null, 0, 0);
        store = stores.GetValueOrDefault(next.Store);
        broken = store is null;
        if (broken && unknownStores.Add(next.Store))
            Found("store", "absent from ol_store", "there");
    }

    private void Follow(Recorded r)
    {
        try
        {
            var before = order;
            order = Order.Apply(before, r);
            at = r.At;
            if (OrderDetails.ChangesBy(r.Event))
                details = new(r.Stream, OrderDetails.Apply(details?.View, r), r.Version, r.At);
            rows.Add(Entry.Of(before, r, order), store!);
        }
        catch (InvalidOperationException contradiction)
        {
            Break(contradiction.Message);
        }
    }

    private void Break(string why)
    {
        broken = true;
        Found($"event v{version}", $"'{why}'", "one that can follow");
    }

    private void Found(string field, object isNow, object shouldBe) => found(new(stream!.Value.Store, stream.Value.OrderId, field, $"{isNow}", $"{shouldBe}"));
}
