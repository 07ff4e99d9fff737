namespace OrderLedger.Api.Alerts;

/// <summary>Shows who is told of what, the alerts that last, and what came of the newest mails.</summary>
[Access(Scope.Admin), Tags("Alerts")]
public static class GetAlerts
{
    [WolverineGet("/api/alerts")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, AlertDesk desk, CancellationToken stop) =>
        new Query(request).Unknown() is { } unknown ? Problem.Of(400, unknown) : Reply.Json(await desk.Shown(caller.Store.Name, stop));
}
