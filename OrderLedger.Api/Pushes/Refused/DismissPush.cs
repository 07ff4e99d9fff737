using static OrderLedger.Api.Pushes.Refused.RefusedPushWords;

namespace OrderLedger.Api.Pushes.Refused;

/// <summary>Puts a refused push aside.</summary>
[Access(Scope.Push), Tags("Rejected pushes")]
public static class DismissPush
{
    [WolverinePost("/api/rejected-pushes/{id}/dismiss")]
    public static async Task<IResult> Post(string id, HttpRequest request, Caller caller, RejectedPushes pushes, CancellationToken stop)
    {
        if (await Find(id, caller, pushes, stop) is not { } push)
            return NoPush(id);
        await pushes.Dismiss(push.Store, push.Id, caller.By(request.HttpContext.TraceIdentifier), stop);
        return await Find(id, caller, pushes, stop) is { } now ? Reply.Json(new { now.Id, now.State }) : NoPush(id);
    }
}
