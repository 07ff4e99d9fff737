namespace OrderLedger.Api.Alerts;

/// <summary>Sets who is told of what. A member that is absent has its default.</summary>
[Access(Scope.Admin), Tags("Alerts")]
public static class SetAlerts
{
    [WolverinePut("/api/alerts")]
    public static async Task<IResult> Put(HttpRequest request, Caller caller, AlertDesk desk, CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        try
        {
            var wanted = AlertBody.Read(body.Json, caller.Store.Name);
            await desk.Set(wanted, caller.Store, caller.By(request.HttpContext.TraceIdentifier), stop);
        }
        catch (FormatException wrong)
        {
            return Problem.Of(400, wrong.Message);
        }
        return Reply.Json(await desk.Shown(caller.Store.Name, stop));
    }
}
