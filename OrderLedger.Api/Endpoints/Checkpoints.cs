using System.Globalization;
using System.Text;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Proving;
using Wolverine.Http;

namespace OrderLedger.Api.Endpoints;

/// <summary>
/// /api/checkpoints: the signed states of the whole ledger, and the proof that one grew out of another. They tell sizes, hashes and times of all
/// stores together, and nothing of what is in them. The public keys are for everybody.
/// </summary>
[Tags("Proof")]
public static class Checkpoints
{
    private const int LimitMax = 200;
    private const string KeyPath = "/.well-known/orderledger-checkpoint-key";

    [WolverineGet("/api/checkpoints"), Access(Scope.Read)]
    public static async Task<IResult> List(HttpRequest request, CheckpointTable checkpoints, CancellationToken stop)
    {
        var query = new Query(request);
        var (limit, before) = (query.Number("limit", 50), query.One("before"));
        if (query.Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        if (limit is < 1 or > LimitMax)
            return Problem.Of(400, $"limit takes a number from 1 to {LimitMax}.");
        if (Size(before ?? $"{long.MaxValue}") is not { } below)
            return Problem.Of(400, "before takes a size, as next_before gives it.");
        var page = await checkpoints.Before(below, limit, stop);
        return Reply.Json(new { checkpoints = page.Select(Line), nextBefore = page.Count == limit ? page[^1].Size : (long?)null });
    }

    [WolverinePost("/api/checkpoints"), Access(Scope.Admin)]
    public static async Task<IResult> Make(HttpRequest request, Checkpointer checkpointer, CancellationToken stop)
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

    [WolverineGet("/api/checkpoints/{size}"), Access(Scope.Read)]
    public static async Task<IResult> One(string size, HttpRequest request, CheckpointTable checkpoints, CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        var found = size == "latest" ? await checkpoints.Latest(stop) : Size(size) is { } number ? await checkpoints.OfSize(number, stop) : null;
        return found is null ? None(size) : Text(found.Note);
    }

    [WolverineGet("/api/checkpoints/{size}/consistency/{larger}"), Access(Scope.Read)]
    public static async Task<IResult> Consistency(
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

    [WolverineGet(KeyPath)]
    public static async Task<IResult> PublicKeys(SigningKeys keys, CancellationToken stop)
    {
        var known = await keys.All(stop);
        return known.Count == 0 ? Problem.Of(404, "There is no key yet: it is made with the first checkpoint.") : (IResult)Text(SigningKeys.Text(known));
    }

    private static object Line(KeptCheckpoint c) => new { c.Size, root = Convert.ToHexStringLower(c.Root), time = c.MadeAt, c.Note };

    private static Reply Text(string text) => new(Encoding.UTF8.GetBytes(text), StatusCodes.Status200OK, "text/plain; charset=utf-8");

    private static IResult None(string size) => Problem.Of(404, $"There is no checkpoint of size {size}.");

    private static long? Size(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;
}
