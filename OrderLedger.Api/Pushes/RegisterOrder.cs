using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Api.Pushes;

/// <summary>
/// An order as the shop holds it, in our own shape, for every store: a new one is registered; of a known one what differs is recorded, and
/// a changed status is a push like any other.
/// </summary>
[Access(Scope.Push), PushSource(Source), Tags("Orders")]
public static class RegisterOrderEndpoint
{
    public const string Source = "intake";

    public static async Task<(IResult?, UnderstoodPush?)> Load(HttpRequest request, Caller caller, CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        return body.Problem is { } problem
            ? (problem, null)
            : Understand(request, caller, caller.Store.Vocabulary, body, OwnOrder.Read(body.Json, caller.Store), OwnStatus.Success);
    }

    [WolverinePost("/api/orders")]
    public static Task<IResult> Post(UnderstoodPush push, LedgerWriter writer, HttpContext http) => push.Submit(writer, http);

    /// <summary>Checks what was read of a reported order, in whichever shape it came.</summary>
    internal static (IResult?, UnderstoodPush?) Understand(HttpRequest request, Caller caller, Vocabulary words, JsonBody body,
        ReportedOrder reported,
        Func<HttpResponse, string, Answer.Done, IResult> success)
    {
        var (orderId, order, fault) = reported;
        if (fault is not null)
            return (Problem.Of(400, fault), null);
        var headers = PushHeaders.Read(request, orderId, body);
        if (headers.Problem is { } wrong)
            return (wrong, null);
        var submission = new Submission(
            Stream: new(caller.Store.Name, orderId),
            Request: order with { ExpectedVersions = headers.ExpectedVersions },
            Rules: caller.Store.RulesFor(words),
            Sender: new(caller.Name, Source, request.HttpContext.TraceIdentifier) { Notes = [.. body.Notes, .. reported.Notes] },
            Keys: headers.Keys);
        return (null, new(submission, (http, answer) =>
            answer is Answer.Done done ? success(http.Response, orderId, done) : Refusals.Answer(http.Response, answer)));
    }
}
