using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Endpoints;

/// <summary>
/// GET /api/kpis and, of each of its tables, /api/kpis/{series}.csv: the numbers of the key's store, now or as they stood at a moment
/// (<see cref="KpiDefinitions"/> says what each means).
/// </summary>
public static class Kpis
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/kpis", Get).WithTags("KPIs");
        app.MapGet("/api/kpis/{series}.csv", GetCsv).WithTags("KPIs");
    }

    private static async Task<IResult> Get(HttpRequest request, Gate gate, KpiReader reader, TimeProvider clock, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Read, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return admission.Refusal(request.HttpContext.Response);
        var (query, fault) = KpiQuery.Read(new(request), caller.Store, clock.GetUtcNow());
        if (query is null)
            return fault!;

        var facts = await reader.Read(query.Ask, stop);
        var series = query.Bucket is { } bucket ? KpiSeries.Of(query.Ask, facts, bucket) : [];
        return series is null
            ? Problem.Of(400, KpiSeries.TooMany)
            : Reply.Json(KpiShown.Report(query, facts, query.Bucket is null ? null : series));
    }

    private static async Task<IResult> GetCsv(
        string series, HttpRequest request, Gate gate, KpiReader reader, TimeProvider clock, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Read, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return admission.Refusal(request.HttpContext.Response);
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
