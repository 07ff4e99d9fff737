using static OrderLedger.Api.Pushes.Refused.RefusedPushWords;

namespace OrderLedger.Api.Pushes.Refused;

/// <summary>Shows one refused push with its whole body.</summary>
[Access(Scope.Read), Tags("Rejected pushes")]
public static class GetRefusedPush
{
    [WolverineGet("/api/rejected-pushes/{id}")]
    public static async Task<IResult> Get(string id, HttpRequest request, Caller caller, RejectedPushes pushes, CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        return await Find(id, caller, pushes, stop) is { } push ? Reply.Json(Shown(push)) : NoPush(id);
    }
}
