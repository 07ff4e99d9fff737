using System.Text.Json;

namespace OrderLedger.Api.Storage;

/// <summary>What the tables show beside an event; the views only beside a stream's last one.</summary>
internal readonly record struct Shown(long? StreamVersion, string? Order, string? Details, bool? EntryFits);

/// <summary>Takes the events of all streams, stream by stream, and collects where what is shown differs from the fold.</summary>
internal sealed class StreamCheck(IReadOnlyDictionary<string, Store> stores)
{
    private Recorded? last;
    private Shown shown;
    private Order? order;
    private OrderDetails? details;

    public long Events { get; private set; }

    public long Orders { get; private set; }

    public Dictionary<KpiCell, KpiSum> Kpis { get; } = [];

    public List<Fault> Faults { get; } = [];

    public void Next(Recorded r, Shown beside)
    {
        if (r.Stream != last?.Stream)
            End();
        if (r.Version != (last?.Version ?? 0) + 1)
            Add(r, "version", $"{r.Version}", $"{(last?.Version ?? 0) + 1}");
        if (beside.EntryFits != true)
            Add(r, $"entry of v{r.Version}", beside.EntryFits is null ? "absent" : "another event's", "there");

        var before = order;
        order = Order.Apply(before, r);
        details = OrderDetails.Apply(details, r);
        Kpi.Add(before, order, stores[r.Stream.Store], Kpis);
        (last, shown) = (r, beside);
        Events++;
    }

    /// <summary>Compares the stream just ended with what is shown of it.</summary>
    public void End()
    {
        if (last is not { } r)
            return;
        Orders++;
        if (shown.StreamVersion != r.Version)
            Add(r, "mt_streams.version", $"{shown.StreamVersion}", $"{r.Version}");
        Compare(r, "order view", shown.Order, JsonSerializer.Serialize(order!, StoredJson.Stored.Order));
        if (shown.Details is not null || details != OrderDetails.Nothing)
            Compare(r, "details view", shown.Details, JsonSerializer.Serialize(details!, StoredJson.Stored.OrderDetails));
        (last, order, details) = (null, null, null);
    }

    private void Compare(Recorded r, string view, string? isText, string shouldText)
    {
        if (isText is null)
        {
            Add(r, view, "absent", "there");
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
                Add(r, $"{view}, {field}", present ? isValue.GetRawText() : "absent", expected ? shouldValue.GetRawText() : "absent");
        }
    }

    private void Add(Recorded r, string field, string isText, string shouldText) =>
        Faults.Add(new(r.Stream.Store, r.Stream.OrderId, field, isText, shouldText));
}
