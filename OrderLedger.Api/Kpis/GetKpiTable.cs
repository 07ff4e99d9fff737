using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Kpis;

/// <summary>Gives one table of the report as CSV.</summary>
[Access(Scope.Read), Tags("KPIs")]
public static class GetKpiTable
{
    [WolverineGet("/api/kpis/{series}.csv")]
    public static async Task<IResult> Get(
        string series, HttpRequest request, Caller caller, KpiReader reader, TimeProvider clock, CancellationToken stop)
    {
        if (!KpiCsv.Names.Contains(series))
            return Problem.Of(404, $"There is no series of that name. Known: {string.Join(", ", KpiCsv.Names)}.");
        var (query, fault) = KpiQuery.Read(new(request), caller.Store, clock.GetUtcNow());
        if (query is null)
            return fault!;

        var facts = await reader.Read(query.Ask, stop);
        var columns = KpiCsv.HasBuckets(series) ? KpiSeries.Of(query.Ask, facts, query.Bucket ?? Bucket.Day) : [];
        return columns is not null
            ? KpiCsv.Answer(series, query, facts, columns)
            : Problem.Of(400, KpiSeries.TooMany);
    }
}
