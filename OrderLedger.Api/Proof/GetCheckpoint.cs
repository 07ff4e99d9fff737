using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Proof.CheckpointWords;

namespace OrderLedger.Api.Proof;

/// <summary>Shows one checkpoint as it was signed.</summary>
[Access(Scope.Read), Tags("Proof")]
public static class GetCheckpoint
{
    [WolverineGet("/api/checkpoints/{size}")]
    public static async Task<IResult> Get(string size, HttpRequest request, CheckpointTable checkpoints, CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        var found = size == "latest"
            ? await checkpoints.Latest(stop)
            : Size(size) is { } number ? await checkpoints.OfSize(number, stop) : null;
        return found is null ? None(size) : Text(found.Note);
    }
}
