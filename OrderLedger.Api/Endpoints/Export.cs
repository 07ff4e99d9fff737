using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Endpoints;

/// <summary>
/// GET /api/audit/export: the events and administrative actions of the key's store, as the verb <c>export</c> writes them. Streamed for as long as it
/// takes; what lacks its last line was cut off.
/// </summary>
public static class Export
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/audit/export", Get).WithTags("Proof").DisableRequestTimeout();

    private static async Task<IResult> Get(HttpRequest request, Gate gate, Exporter exporter, Actions actions, CancellationToken stop)
    {
        var response = request.HttpContext.Response;
        var admission = await gate.Own(request, Scope.Admin, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return admission.Refusal(response);
        var (asked, gzip, fault) = SentExport.Read(new(request), caller.Store.Name);
        if (asked is null)
            return Problem.Of(400, fault!);
        return await SentExport.Send(response, (asked.By(caller.By(request.HttpContext.TraceIdentifier), actions), gzip), exporter, stop)
            ? Results.Empty
            : Problem.Unavailable(response, SentExport.Busy);
    }
}
