using Microsoft.AspNetCore.Http.Timeouts;
using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Audit;

/// <summary>
/// GET /api/audit/export: the events and administrative actions of the key's store, as the verb <c>export</c> writes them. Streamed for as
/// long as it takes; what lacks its last line was cut off.
/// </summary>
[Access(Scope.Admin), Tags("Proof")]
public static class ExportAudit
{
    [DisableRequestTimeout, WolverineGet("/api/audit/export")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, Exporter exporter, Actions actions, CancellationToken stop)
    {
        var response = request.HttpContext.Response;
        var (asked, gzip, fault) = SentExport.Read(new(request), caller.Store.Name);
        if (asked is null)
            return Problem.Of(400, fault!);
        return await SentExport.Send(response, (asked.By(caller.By(request.HttpContext.TraceIdentifier), actions), gzip), exporter, stop)
            ? Results.Empty
            : Problem.Unavailable(response, SentExport.Busy);
    }
}
