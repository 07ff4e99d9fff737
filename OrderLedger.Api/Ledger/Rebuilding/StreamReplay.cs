namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// Folds whole streams, one after the other, into rows. What is wrong with a stream is told to <c>found</c>: a rebuild throws there, verify
/// notes it and goes on with the next stream, whose predecessor is then compared with nothing.
/// </summary>
internal sealed class StreamReplay(IReadOnlyDictionary<string, Store> stores, ProjectionRows rows, Action<Fault> found)
{
    private readonly HashSet<string> unknownStores = [];
    private StreamKey? stream;
    private Store? store;
    private long version;
    private long seq;
    private bool broken;

    public long Events { get; private set; }

    public long Orders { get; private set; }

    /// <summary>The reader's next event; false after the last.</summary>
    public bool Next(EventReader reader)
    {
        if (!TryNext(reader, out var r, out var unreadable))
            return false;
        if (reader.Stream != stream)
            Begin(reader.Stream);
        Events++;
        if (reader.Version != version + 1)
            Found("version", reader.Version, version + 1, $"{stream}: version {reader.Version} follows version {version}.");
        if (reader.Seq <= seq)
            Found($"seq of v{reader.Version}", reader.Seq, $"above {seq}");
        (version, seq) = (reader.Version, reader.Seq);
        if (!broken && r is null)
            Break(unreadable!.InnerException?.Message ?? unreadable.Message, unreadable.Message);
        else if (!broken)
            Follow(r!);
        return true;
    }

    /// <summary>The last stream has no more events.</summary>
    public void End()
    {
        if (stream is not null && broken)
            rows.DropStream();
        else if (stream is not null)
            rows.EndStream();
        stream = null;
    }

    private void Begin(StreamKey next)
    {
        End();
        Orders++;
        (stream, version, seq) = (next, 0, 0);
        store = stores.GetValueOrDefault(next.Store);
        broken = store is null;
        if (broken && unknownStores.Add(next.Store))
            Found("store", "absent from ol_store", "there", RebuildException.NoStore(next).Message);
    }

    private void Follow(Recorded r)
    {
        try
        {
            rows.Add(r, store!);
        }
        catch (InvalidOperationException contradiction)
        {
            Break(contradiction.Message, contradiction.Message);
        }
    }

    private void Break(string what, string why)
    {
        broken = true;
        Found($"event v{version}", $"'{what}'", "one that can follow", why);
    }

    private void Found(string field, object isNow, object shouldBe, string? why = null) =>
        found(new(stream!.Value.Store, stream.Value.OrderId, field, $"{isNow}", $"{shouldBe}") { Why = why });

    private static bool TryNext(EventReader reader, out Recorded? r, out RebuildException? unreadable)
    {
        (r, unreadable) = (null, null);
        try
        {
            return (r = reader.Next()) is not null;
        }
        catch (RebuildException said)
        {
            unreadable = said;
            return true;
        }
    }
}
