using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Pushes;

/// <summary>A push that was proven, parsed and checked: what goes to the ledger, and the words in which its vendor answers.</summary>
public sealed record UnderstoodPush(Submission Submission, Func<HttpContext, Answer, IResult> Words)
{
    /// <summary>Is called once the ledger has decided, before the answer; null where nothing is to be done then.</summary>
    public Func<Answer, CancellationToken, Task>? Afterwards { get; init; }

    /// <summary>Waits until the ledger has decided it.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger takes nothing now.</exception>
    public async Task<IResult> Submit(LedgerWriter writer, HttpContext http)
    {
        var answer = await writer.Submit(Submission, http.RequestAborted);
        if (Afterwards is not null)
            await Afterwards(answer, http.RequestAborted);
        return Words(http, answer);
    }
}
