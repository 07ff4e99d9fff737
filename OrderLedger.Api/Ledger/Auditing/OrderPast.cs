using System.Runtime.CompilerServices;
using Marten;
using Marten.Events;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Auditing;

/// <summary>An event of an order, what it meant, and the order as the event left it.</summary>
public sealed record Told(Entry Entry, Order After)
{
    public Recorded Recorded => Entry.Recorded;
}

/// <summary>An order after one of its events.</summary>
public sealed record PastOrder(Recorded Last, Order Order, OrderDetails Details)
{
    /// <summary>The stream's key, as Marten wants it of what it aggregates.</summary>
    public string Id { get; init; } = "";

    public static PastOrder Following(PastOrder? before, Recorded r) =>
        new(r, Order.Apply(before?.Order, r), OrderDetails.Apply(before?.Details, r)) { Id = r.Stream.OrderId };
}

/// <summary>An order at two of its versions, and the events that lie between: after the first, up to and with the second.</summary>
public sealed record PastStep(PastOrder From, PastOrder To, IReadOnlyList<Recorded> Events);

/// <summary>
/// One order at other times than now: Marten reads its stream, and the code that the writer uses folds it, so that the past cannot differ
/// from what was shown then. A stream is read a part at a time, so no more of a long one is held than is answered, and of the fold so far
/// some waypoints.
/// </summary>
public sealed class OrderPast(NpgsqlDataSource database)
{
    /// <summary>Most events that are read at once.</summary>
    private const int PartMax = 1_000;

    private static readonly Type[] OfDetails =
        [typeof(OrderRegistered), typeof(OrderDetailsChanged), typeof(NoteAdded), typeof(PersonalDataErased)];

    private readonly IDocumentStore store = MartenSetup.StoreOf(database);
    private readonly Waypoints waypoints = new();

    /// <summary>The events below a version, newest first, each with the order as it left it.</summary>
    public async Task<IReadOnlyList<Told>> History(StreamKey stream, long before, int count, CancellationToken stop)
    {
        await using var session = store.QuerySession(stream.Store);
        var last = Math.Min(before - 1, await Latest(stream, stop));
        var page = new Stack<Told>();
        await foreach (var (order, r, after) in Fold(session, stream, last - count, last, stop))
            if (r.Version > last - count)
                page.Push(new(Entry.Of(order, r, after), after));
        return [.. page];
    }

    /// <summary>The order at a version; null when it never had that one.</summary>
    public async Task<PastOrder?> At(StreamKey stream, long version, CancellationToken stop)
    {
        await using var session = store.QuerySession(stream.Store);
        return await At(session, stream, version, stop);
    }

    /// <summary>The order as it was shown at a moment, by time of recording; null when nothing of it was recorded by then.</summary>
    public async Task<PastOrder?> AsOf(StreamKey stream, DateTimeOffset moment, CancellationToken stop)
    {
        // Not by Marten's own cut at a time: what follows a later event is later too, whatever the clock said.
        var later = await database.Query(r => r.GetInt64(0),
            "select version from ledger.mt_events where tenant_id = $1 and stream_id = $2 and timestamp > $3 order by version limit 1",
            stop,
            In(stream.Store), In(stream.OrderId), In(moment));
        await using var session = store.QuerySession(stream.Store);
        return await At(session, stream, later.Count == 0 ? await Latest(stream, stop) : later[0] - 1, stop);
    }

    /// <summary>Reads the events from one version to another, or to the latest where it is null; at most so many, the first ones.</summary>
    /// <returns>Null when the order never had one of the versions.</returns>
    public async Task<PastStep?> Between(StreamKey stream, long from, long? to, int eventsMax, CancellationToken stop)
    {
        await using var session = store.QuerySession(stream.Store);
        var upto = to ?? await Latest(stream, stop);
        if (await At(session, stream, from, stop) is not { } first || await At(session, stream, upto, stop) is not { } last)
            return null;
        var events = new List<Recorded>();
        await foreach (var r in Events(session, stream, from, Math.Min(upto, from + eventsMax), stop))
            events.Add(r);
        return new(first, last, events);
    }

    private async Task<PastOrder?> At(IQuerySession session, StreamKey stream, long version, CancellationToken stop)
    {
        Step? last = null;
        await foreach (var step in Fold(session, stream, version - 1, version, stop))
            last = step;
        return last is var (_, r, order) && r.Version == version ? new(r, order, await DetailsAt(session, stream, version, stop)) : null;
    }

    /// <summary>
    /// Each event up to a version, with the order before and after it; begins behind the last waypoint that is no later than
    /// <paramref name="from"/>.
    /// </summary>
    private async IAsyncEnumerable<Step> Fold(
        IQuerySession session, StreamKey stream, long from, long upto, [EnumeratorCancellation] CancellationToken stop)
    {
        var known = waypoints.Before(stream, from);
        // Another event in its place: a backup was restored.
        if (known is not null && await EventId(stream, known.Version, stop) != known.EventId)
        {
            waypoints.Forget(stream);
            known = null;
        }
        var order = known?.Order;
        await foreach (var r in Events(session, stream, known?.Version ?? 0, upto, stop))
        {
            var after = Order.Apply(order, r);
            waypoints.Pass(r, after);
            yield return new(order, r, after);
            order = after;
        }
    }

    private sealed record Step(Order? Before, Recorded Recorded, Order After);

    // The others say nothing about the details, so their fold is the fold of all.
    private static async Task<OrderDetails> DetailsAt(IQuerySession session, StreamKey stream, long version, CancellationToken stop) =>
        (await session.Events.QueryAllRawEvents()
            .Where(e => e.StreamKey == stream.OrderId && e.Version <= version && e.EventTypesAre(OfDetails)).OrderBy(e => e.Version)
                .ToListAsync(stop))
        .Select(e => e.AsRecorded()).Aggregate(OrderDetails.Nothing, OrderDetails.Apply);

    private async Task<long> Latest(StreamKey stream, CancellationToken stop) => (await database.Query(r => r.GetInt64(0),
        "select version from ledger.mt_events where tenant_id = $1 and stream_id = $2 order by version desc limit 1", stop,
        In(stream.Store), In(stream.OrderId))).FirstOrDefault();

    private async Task<Guid> EventId(StreamKey stream, long version, CancellationToken stop) => (await database.Query(r => r.GetGuid(0),
        "select id from ledger.mt_events where tenant_id = $1 and stream_id = $2 and version = $3", stop,
        In(stream.Store), In(stream.OrderId), In(version))).FirstOrDefault();

    private static async IAsyncEnumerable<Recorded> Events(
        IQuerySession session, StreamKey stream, long after, long upto, [EnumeratorCancellation] CancellationToken stop)
    {
        for (; after < upto; after += PartMax)
            foreach (var e in await session.Events.FetchStreamAsync(stream.OrderId, Math.Min(upto, after + PartMax), fromVersion: after
                + 1, token: stop))
                yield return e.AsRecorded();
    }
}
