using System.Globalization;
using System.Text;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Endpoints;

/// <summary>
/// /api/checkpoints: the signed states of the whole ledger, and the proof that one grew out of another. They tell sizes, hashes and times of all
/// stores together, and nothing of what is in them. The public keys are for everybody.
/// </summary>
public static class Checkpoints
{
    private const int LimitMax = 200;
    private const string KeyPath = "/.well-known/orderledger-checkpoint-key";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/checkpoints", List).WithTags("Proof").WithSummary("The checkpoints, newest first");
        app.MapPost("/api/checkpoints", Make).WithTags("Proof").WithSummary("A checkpoint of all that is there now");
        app.MapGet("/api/checkpoints/{size}", One).WithTags("Proof").WithSummary("One checkpoint, as it was signed");
        app.MapGet("/api/checkpoints/{size}/consistency/{larger}", Consistency).WithTags("Proof")
            .WithSummary("Proof that one checkpoint is the beginning of another");
        app.MapGet(KeyPath, PublicKeys).WithTags("Proof").WithSummary("The public keys that checkpoints are signed with");
    }

    private static async Task<IResult> List(HttpRequest request, Gate gate, CheckpointTable checkpoints, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Read, stop);
        if (admission is not Admission.Granted)
            return admission.Refusal(request.HttpContext.Response);
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

    private static async Task<IResult> Make(HttpRequest request, Gate gate, Checkpointer checkpointer, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Admin, stop);
        if (admission is not Admission.Granted)
            return admission.Refusal(request.HttpContext.Response);
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

    private static async Task<IResult> One(string size, HttpRequest request, Gate gate, CheckpointTable checkpoints, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Read, stop);
        if (admission is not Admission.Granted)
            return admission.Refusal(request.HttpContext.Response);
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        var found = size == "latest" ? await checkpoints.Latest(stop) : Size(size) is { } number ? await checkpoints.OfSize(number, stop) : null;
        return found is null ? None(size) : Text(found.Note);
    }

    private static async Task<IResult> Consistency(
        string size, string larger, HttpRequest request, Gate gate, [AsParameters] Proofs proofs)
    {
        var stop = request.HttpContext.RequestAborted;
        var admission = await gate.Own(request, Scope.Read, stop);
        if (admission is not Admission.Granted)
            return admission.Refusal(request.HttpContext.Response);
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        if (Size(size) is not { } first || await proofs.Checkpoints.OfSize(first, stop) is not { } older)
            return None(size);
        if (Size(larger) is not { } second || await proofs.Checkpoints.OfSize(second, stop) is not { } newer)
            return None(larger);
        if (first > second)
            return Problem.Of(400, $"The first size is the smaller one: /api/checkpoints/{second}/consistency/{first}.");
        var path = await proofs.Receipts.Consistency(first, second, stop);
        return Reply.Json(new { first = older.Note, second = newer.Note, path = path.Select(Convert.ToHexStringLower) });
    }

    private static async Task<IResult> PublicKeys(SigningKeys keys, CancellationToken stop)
    {
        var known = await keys.All(stop);
        return known.Count == 0 ? Problem.Of(404, "There is no key yet: it is made with the first checkpoint.") : (IResult)Text(SigningKeys.Text(known));
    }

    private static object Line(KeptCheckpoint c) => new { c.Size, root = Convert.ToHexStringLower(c.Root), time = c.MadeAt, c.Note };

    private static Reply Text(string text) => new(Encoding.UTF8.GetBytes(text), StatusCodes.Status200OK, "text/plain; charset=utf-8");

    private static IResult None(string size) => Problem.Of(404, $"There is no checkpoint of size {size}.");

    private static long? Size(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;

    private sealed record Proofs(CheckpointTable Checkpoints, ReceiptReader Receipts);
}
