using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Pushes;

/// <summary>A push that was proven, parsed and checked: what goes to the ledger, and the words in which its vendor answers.</summary>
public sealed record UnderstoodPush(Submission Submission, Func<HttpContext, Answer, IResult> Words)
{
    /// <summary>Waits until the ledger has decided it.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger takes nothing now.</exception>
    public async Task<IResult> Submit(LedgerWriter writer, HttpContext http) =>
        Words(http, await writer.Submit(Submission, http.RequestAborted));
}
