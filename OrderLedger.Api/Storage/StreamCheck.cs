using System.Text.Json;

namespace OrderLedger.Api.Storage;

/// <summary>What the tables show beside an event; the views only beside a stream's last one.</summary>
internal readonly record struct Shown(long? StreamVersion, string? Order, string? Details, bool? EntryFits);

/// <summary>Takes the events of all streams, stream by stream, and collects where what is shown differs from the fold.</summary>
internal sealed class StreamCheck(IReadOnlyDictionary<string, Store> stores)
{
    private StreamKey? current;
    private long version;
    private bool broken;
    private Shown shown;
    private Order? order;
    private OrderDetails? details;

    public long Events { get; private set; }

    public long Orders { get; private set; }

    public Dictionary<KpiCell, KpiSum> Kpis { get; } = [];

    /// <summary>Stores that have events and no row of their own: without their time zone their KPIs cannot be counted.</summary>
    public HashSet<string> UnknownStores { get; } = [];

    public List<Fault> Faults { get; } = [];

    /// <summary>The event is read here, for one that cannot be read is a fault like any other.</summary>
    public void Next(StreamKey stream, long at, Func<Recorded> read, Shown beside)
    {
        if (stream != current)
            End();
        current = stream;
        if (at != version + 1)
            Add("version", $"{at}", $"{version + 1}");
        if (beside.EntryFits != true)
            Add($"entry of v{at}", beside.EntryFits is null ? "absent" : "another event's", "there");
        (version, shown) = (at, beside);
        broken = broken || !Follows(read);
        Events++;
    }

    /// <summary>Compares the stream just ended with what is shown of it.</summary>
    public void End()
    {
        if (current is null)
            return;
        Orders++;
        // The views stand on the row of the version the stream claims to have.
        if (shown.StreamVersion != version)
            Add("mt_streams.version", $"{shown.StreamVersion}", $"{version}");
        else if (!broken)
            Views();
        (current, version, broken, order, details) = (null, 0, false, null, null);
    }

    /// <summary>False when the fold of this stream ends here: what comes after is compared with nothing.</summary>
    private bool Follows(Func<Recorded> read)
    {
        try
        {
            var r = read();
            var before = order;
            order = Order.Apply(before, r);
            details = OrderDetails.Apply(details, r);
            if (stores.TryGetValue(r.Stream.Store, out var store))
                Kpi.Add(before, order, store, Kpis);
            else if (UnknownStores.Add(r.Stream.Store))
                Add("store", "absent from ol_store", "there");
            return true;
        }
        catch (Exception contradiction) when (contradiction is KeyNotFoundException or JsonException or InvalidOperationException)
        {
            Add($"event v{version}", $"'{contradiction.Message}'", "one that can follow");
            return false;
        }
    }

    private void Views()
    {
        Compare("order view", shown.Order, JsonSerializer.Serialize(order!, StoredJson.Stored.Order));
        if (shown.Details is not null || details != OrderDetails.Nothing)
            Compare("details view", shown.Details, JsonSerializer.Serialize(details!, StoredJson.Stored.OrderDetails));
    }

    private void Compare(string view, string? isText, string shouldText)
    {
        if (isText is null)
        {
            Add(view, "absent", "there");
            return;
        }
        using var isJson = JsonDocument.Parse(isText);
        using var shouldJson = JsonDocument.Parse(shouldText);
        var fields = isJson.RootElement.EnumerateObject().Select(m => m.Name)
            .Union(shouldJson.RootElement.EnumerateObject().Select(m => m.Name));
        foreach (var field in fields)
        {
            var present = isJson.RootElement.TryGetProperty(field, out var isValue);
            var expected = shouldJson.RootElement.TryGetProperty(field, out var shouldValue);
            if (present != expected || (present && !JsonElement.DeepEquals(isValue, shouldValue)))
                Add($"{view}, {field}", present ? isValue.GetRawText() : "absent", expected ? shouldValue.GetRawText() : "absent");
        }
    }

    private void Add(string field, string isText, string shouldText) =>
        Faults.Add(new(current!.Value.Store, current.Value.OrderId, field, isText, shouldText));
}
