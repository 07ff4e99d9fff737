using Npgsql;
using static OrderLedger.Api.Storage.Sql;

namespace OrderLedger.Api.Storage.Reporting;

/// <summary>Reads everything a report is made of, now or as the ledger stood at a moment, from one state of the ledger.</summary>
public sealed class KpiReader(NpgsqlDataSource database)
{
    public async Task<KpiFacts> Read(KpiAsk ask, CancellationToken stop)
    {
        await using var snapshot = await Snapshot.Open(database, stop);
        return new()
        {
            Cells = ask.IsPast ? await PastCells.Read(snapshot, ask, stop) : await Cells(snapshot, ask, ask.Whole, stop),
            Done = await Visits.Done(snapshot, ask, stop),
            Sources = await SourceHealth.Recorded(snapshot, ask, stop),
            Unrecorded = await SourceHealth.Unrecorded(snapshot, ask, stop),
            Cycle = await Visits.Cycle(snapshot, ask, ask.Period, stop),
            PreviousCycle = ask.Previous is { } previous ? await Visits.Cycle(snapshot, ask, previous, stop) : null,
            Visits = await Visits.InStatus(snapshot, ask, stop),
            Ageing = await Standing.Late(snapshot, ask, stop),
        };
    }

    /// <summary>The cells as they are, of orders created in the period.</summary>
    internal static async Task<Dictionary<KpiCell, KpiSum>> Cells(Snapshot snapshot, KpiAsk ask, Period period, CancellationToken stop) =>
        (await snapshot.Query(KpiReport.Read, KpiReport.CellsOf, stop,
            In(ask.Store.Name), In(period.First), In(period.Last), In(ask.Currency))).ToDictionary(c => c.Cell, c => c.Sum);
}
