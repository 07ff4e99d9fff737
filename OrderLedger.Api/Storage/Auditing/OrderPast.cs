using System.Runtime.CompilerServices;
using Npgsql;
using static OrderLedger.Api.Storage.Sql;

namespace OrderLedger.Api.Storage.Auditing;

/// <summary>An event of an order, what it meant, and the order as the event left it.</summary>
public sealed record Told(Entry Entry, Order After)
{
    public Recorded Recorded => Entry.Recorded;
}

/// <summary>An order after one of its events.</summary>
public sealed record PastOrder(Recorded Last, Order Order, OrderDetails Details)
{
    public static PastOrder Apply(PastOrder? before, Recorded r) =>
        new(r, Order.Apply(before?.Order, r), OrderDetails.Apply(before?.Details, r));
}

/// <summary>An order at two of its versions, and the events that lie between: after the first, up to and with the second.</summary>
public sealed record PastStep(PastOrder From, PastOrder To, IReadOnlyList<Recorded> Events);

/// <summary>
/// One order at other times than now: its stream is read once from the first event on and folded by the code that the writer uses, so that the past
/// cannot differ from what was shown then. Holds no more of a long stream than it answers.
/// </summary>
public sealed class OrderPast(NpgsqlDataSource database)
{
    /// <summary>The events below a version, newest first, each with the order as it left it.</summary>
    public async Task<IReadOnlyList<Told>> History(StreamKey stream, long before, int count, CancellationToken stop)
    {
        var (page, order) = (new Queue<Told>(), (Order?)null);
        await foreach (var r in Events(stream, before - 1, stop))
        {
            var after = Order.Apply(order, r);
            if (page.Count == count)
                page.Dequeue();
            page.Enqueue(new(Entry.Of(order, r, after), after));
            order = after;
        }
        return [.. page.Reverse()];
    }

    /// <summary>The order at a version; null when it never had that one.</summary>
    public async Task<PastOrder?> At(StreamKey stream, long version, CancellationToken stop)
    {
        PastOrder? past = null;
        await foreach (var r in Events(stream, version, stop))
            past = PastOrder.Apply(past, r);
        return past?.Last.Version == version ? past : null;
    }

    /// <summary>The order as it was shown at a moment, by time of recording; null when nothing of it was recorded by then.</summary>
    public async Task<PastOrder?> AsOf(StreamKey stream, DateTimeOffset moment, CancellationToken stop)
    {
        PastOrder? past = null;
        await foreach (var r in Events(stream, long.MaxValue, stop))
        {
            // What follows a later event is later too, whatever the clock said.
            if (r.At > moment)
                break;
            past = PastOrder.Apply(past, r);
        }
        return past;
    }

    /// <summary>What happened from one version to another one, or to the latest where it is null; at most so many events of it, the first ones.</summary>
    /// <returns>Null when the order never had one of the versions.</returns>
    public async Task<PastStep?> Between(StreamKey stream, long from, long? to, int eventsMax, CancellationToken stop)
    {
        var (first, last, events) = ((PastOrder?)null, (PastOrder?)null, new List<Recorded>());
        await foreach (var r in Events(stream, to ?? long.MaxValue, stop))
        {
            last = PastOrder.Apply(last, r);
            if (r.Version == from)
                first = last;
            if (r.Version > from && events.Count < eventsMax)
                events.Add(r);
        }
        return first is not null && (to is null || last!.Last.Version == to) ? new(first, last!, events) : null;
    }

    private async IAsyncEnumerable<Recorded> Events(StreamKey stream, long upto, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            $"""
             select {Ledger.Columns} from ledger.mt_events
              where tenant_id = $1 and stream_id = $2 and version <= $3 order by version
             """);
        command.Parameters.AddRange((NpgsqlParameter[])[In(stream.Store), In(stream.OrderId), In(upto)]);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            yield return Ledger.ReadRecorded(reader);
    }
}
