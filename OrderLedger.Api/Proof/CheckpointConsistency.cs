using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Proof.CheckpointWords;

namespace OrderLedger.Api.Proof;

/// <summary>Proves that one checkpoint is the beginning of another.</summary>
[Access(Scope.Read), Tags("Proof")]
public static class CheckpointConsistency
{
    [WolverineGet("/api/checkpoints/{size}/consistency/{larger}")]
    public static async Task<IResult> Get(
        string size, string larger, HttpRequest request, CheckpointTable checkpoints, ReceiptReader receipts, CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        if (Size(size) is not { } first || await checkpoints.OfSize(first, stop) is not { } older)
            return None(size);
        if (Size(larger) is not { } second || await checkpoints.OfSize(second, stop) is not { } newer)
            return None(larger);
        if (first > second)
            return Problem.Of(400, $"The first size is the smaller one: /api/checkpoints/{second}/consistency/{first}.");
        var path = await receipts.Consistency(first, second, stop);
        return Reply.Json(new { first = older.Note, second = newer.Note, path = path.Select(Convert.ToHexStringLower) });
    }
}
