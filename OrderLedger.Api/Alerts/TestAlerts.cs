namespace OrderLedger.Api.Alerts;

/// <summary>Sends a mail to each address of the store at once, and says what the mail server answered.</summary>
[Access(Scope.Admin), Tags("Alerts")]
public static class TestAlerts
{
    [WolverinePost("/api/alerts/test")]
    public static async Task<IResult> Post(Caller caller, AlertDesk desk, CancellationToken stop) => Reply.Json(new
    {
        desk.MailProblem,
        mails = (await desk.Test(caller.Store.Name, stop))
            .Select(t => new { to = t.Address, sent = t.Answer.IsSent, answer = t.Answer.Text }),
    });
}
