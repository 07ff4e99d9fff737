namespace OrderLedger.Api.Ledger.Outward;

/// <summary>A delivery that waits.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="OrderId">The order of its event.</param>
/// <param name="Seq">The event's place in the ledger.</param>
/// <param name="DueAt">When it may be attempted.</param>
public sealed record WaitingDelivery(Guid Id, string OrderId, long Seq, DateTimeOffset DueAt);

/// <summary>
/// The waiting deliveries of one subscription, a line for each order. Only the first of a line is attempted, and the one behind it when the
/// first is through. Not safe for several threads.
/// </summary>
internal sealed class OrderLines
{
    private readonly Dictionary<string, SortedList<long, WaitingDelivery>> lines = [];
    private readonly Queue<string> ready = [];
    private readonly PriorityQueue<string, DateTimeOffset> later = new();

    /// <summary>Deliveries that wait here, those under way included.</summary>
    public int Count { get; private set; }

    /// <summary>When the next order that has to wait may be attempted; null when none has to.</summary>
    public DateTimeOffset? NextDue => later.TryPeek(out _, out var due) ? due : null;

    /// <summary>Adds a delivery, unless it waits here already.</summary>
    public void Add(WaitingDelivery waiting)
    {
        if (!lines.TryGetValue(waiting.OrderId, out var line))
        {
            lines[waiting.OrderId] = line = [];
            later.Enqueue(waiting.OrderId, waiting.DueAt);
        }
        if (line.TryAdd(waiting.Seq, waiting))
            Count++;
    }

    /// <summary>The first deliveries of lines that may be attempted now. Each is answered with one of the next two.</summary>
    public IReadOnlyList<WaitingDelivery> Take(int count, DateTimeOffset now)
    {
        while (later.TryPeek(out var order, out var due) && due <= now)
        {
            later.Dequeue();
            ready.Enqueue(order);
        }
        var taken = new List<WaitingDelivery>();
        while (taken.Count < count && ready.TryDequeue(out var order))
            taken.Add(lines[order].Values[0]);
        return taken;
    }

    /// <summary>It is through, or gone: the next one of its order may be attempted.</summary>
    public void Through(WaitingDelivery taken)
    {
        var line = lines[taken.OrderId];
        line.Remove(taken.Seq);
        Count--;
        if (line.Count == 0)
            lines.Remove(taken.OrderId);
        else
            ready.Enqueue(taken.OrderId);
    }

    /// <summary>It has failed, and its order waits with it.</summary>
    public void Again(WaitingDelivery taken, DateTimeOffset due) => later.Enqueue(taken.OrderId, due);
}
