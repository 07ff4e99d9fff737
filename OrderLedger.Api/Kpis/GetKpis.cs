using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Kpis;

/// <summary>
/// Reports the numbers of the key's store, now or as they stood at a moment (<see cref="KpiDefinitions"/> says what each means).
/// </summary>
[Access(Scope.Read), Tags("KPIs")]
public static class GetKpis
{
    [WolverineGet("/api/kpis")]
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
}
