using static OrderLedger.Api.Pushes.Refused.RefusedPushWords;

namespace OrderLedger.Api.Pushes.Refused;

/// <summary>Carries a refused push out again.</summary>
[Access(Scope.Push), Tags("Rejected pushes")]
public static class ReplayPush
{
    [WolverinePost("/api/rejected-pushes/{id}/replay")]
    public static async Task<IResult> Post(
        string id, HttpRequest request, Caller caller, RejectedPushes pushes, Replay replay, CancellationToken stop)
    {
        if (await Find(id, caller, pushes, stop) is not { } push)
            return NoPush(id);
        var tried = await replay.Run(push, caller, caller.By(request.HttpContext.TraceIdentifier), stop);
        return Reply.Json(new { tried.Id, tried.State, tried.Status, answer = Body(tried.Answer) });
    }
}
