using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>Reads everything a report is made of, now or as the ledger stood at a moment, from one state of the ledger.</summary>
public sealed class KpiReader(NpgsqlDataSource database)
{
    public async Task<KpiFacts> Read(KpiAsk ask, CancellationToken stop)
    {
        await using var snapshot = await Snapshot.Open(database, stop);
        return (await Sums(snapshot, ask, stop)) with { Slow = await Slow(snapshot, ask, stop) };
    }

    /// <summary>All but the slow facts, and the newest event's place: few rows, however many orders there are.</summary>
    public async Task<(KpiFacts Facts, long Head)> ReadSums(KpiAsk ask, CancellationToken stop)
    {
        await using var snapshot = await Snapshot.Open(database, stop);
        return (await Sums(snapshot, ask, stop), await Head(snapshot, stop));
    }

    /// <summary>When each source of the store brought something last, from this day on.</summary>
    public Task<Dictionary<string, DateTimeOffset>> LastPushes(Store store, DateOnly since, CancellationToken stop) =>
        SourceHealth.LastPushes(database, store, since, stop);

    /// <summary>The orders that are over the limit of their status, longest in it first; at most <paramref name="max"/> are named.</summary>
    public async Task<Ageing> ReadLate(Store store, DateTimeOffset now, int max, CancellationToken stop)
    {
        await using var snapshot = await Snapshot.Open(database, stop);
        return await Standing.Late(snapshot, new(store, default, now), max, stop);
    }

    /// <summary>How many orders a source had events of in each of some stretches of time, counted up to <paramref name="max"/>.</summary>
    public Task<List<long>> OrdersThen(string store, string source, IReadOnlyList<Stretch> stretches, int max, CancellationToken stop) =>
        SourceHealth.OrdersThen(database, new(store, source, stretches), max, stop);

    /// <summary>Only the slow facts, those of Home among them, and the newest event's place in the state they were read from.</summary>
    public async Task<(SlowFacts Facts, long Head)> ReadSlow(KpiAsk ask, CancellationToken stop)
    {
        await using var snapshot = await Snapshot.Open(database, stop);
        var slow = (await Slow(snapshot, ask, stop)) with
        {
            Beyond = await Beyond.Read(snapshot, ask, stop),
            Unpaid = await Standing.Unpaid(snapshot, ask.Store.Name, stop),
            Silent = await SilentSources.Of(database, ask.Store, ask.At, stop),
        };
        return (slow, await Head(snapshot, stop));
    }

    /// <summary>The cells as they are, of orders created in the period.</summary>
    internal static async Task<Dictionary<KpiCell, KpiSum>> Cells(Snapshot snapshot, KpiAsk ask, Period period, CancellationToken stop) =>
        (await snapshot.Query(KpiReport.Read, KpiReport.CellsOf, stop,
            In(ask.Store.Name), In(period.First), In(period.Last), In(ask.Currency))).ToDictionary(c => c.Cell, c => c.Sum);

    private static async Task<KpiFacts> Sums(Snapshot snapshot, KpiAsk ask, CancellationToken stop) => new()
    {
        Cells = ask.IsPast ? await PastCells.Read(snapshot, ask, stop) : await Cells(snapshot, ask, ask.Whole, stop),
        Sources = await SourceHealth.Recorded(snapshot, ask, stop),
        Refunds = await RefundDays.Read(snapshot, ask, stop),
        Unrecorded = await SourceHealth.Unrecorded(snapshot, ask, stop),
    };

    private static async Task<SlowFacts> Slow(Snapshot snapshot, KpiAsk ask, CancellationToken stop) => new()
    {
        Done = await Visits.Done(snapshot, ask, stop),
        Cycle = await Visits.Cycle(snapshot, ask, ask.Period, stop),
        PreviousCycle = ask.Previous is { } previous ? await Visits.Cycle(snapshot, ask, previous, stop) : null,
        Visits = await Visits.InStatus(snapshot, ask, stop),
        Ageing = await Standing.Late(snapshot, ask, Ageing.NamedMax, stop),
    };

    private static async Task<long> Head(Snapshot snapshot, CancellationToken stop) =>
        (await snapshot.Query(r => r.GetInt64(0), "select coalesce(max(seq_id), 0) from ledger.mt_events", stop))[0];
}
