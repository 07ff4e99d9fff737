using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Proof.CheckpointWords;

namespace OrderLedger.Api.Proof;

/// <summary>Signs the present state of the ledger.</summary>
[Access(Scope.Admin), Tags("Proof")]
public static class MakeCheckpoint
{
    [WolverinePost("/api/checkpoints")]
    public static async Task<IResult> Post(HttpRequest request, Checkpointer checkpointer, CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        try
        {
            return await checkpointer.Make(stop) is { } latest ? Reply.Json(Line(latest), StatusCodes.Status201Created)
                : Problem.Of(409, "The ledger is empty: there is nothing to sign.");
        }
        catch (ProofException broken)
        {
            return Problem.Unavailable(request.HttpContext.Response, broken.Message);
        }
    }
}
