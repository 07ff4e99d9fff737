using OrderLedger.Api.Access;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Reporting;
using Wolverine.Http;

namespace OrderLedger.Api.Endpoints;

/// <summary>
/// GET /api/kpis and, of each of its tables, /api/kpis/{series}.csv: the numbers of the key's store, now or as they stood at a moment
/// (<see cref="KpiDefinitions"/> says what each means).
/// </summary>
[Tags("KPIs")]
public static class Kpis
{
    [WolverineGet("/api/kpis"), Access(Scope.Read)]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, KpiReader reader, TimeProvider clock, CancellationToken stop)
    {
        var (query, fault) = KpiQuery.Read(new(request), caller.Store, clock.GetUtcNow());
        if (query is null)
            return fault!;

        var facts = await reader.Read(query.Ask, stop);
        var series = query.Bucket is { } bucket ? KpiSeries.Of(query.Ask, facts, bucket) : [];
        return series is null
            ? Problem.Of(400, KpiSeries.TooMany)
            : Reply.Json(KpiShown.Report(query, facts, query.Bucket is null ? null : series));
    }

    [WolverineGet("/api/kpis/{series}.csv"), Access(Scope.Read)]
    public static async Task<IResult> GetCsv(
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
