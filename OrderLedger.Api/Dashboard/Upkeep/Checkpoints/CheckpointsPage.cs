using System.Security.Cryptography;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Dashboard.Upkeep.Checkpoints;

/// <summary>
/// The page of checkpoints. <c>Problem</c> says why nothing is signed; null where it is. <c>Next</c> is where older ones begin.
/// </summary>
public sealed record CheckpointsModel(IReadOnlyList<KeptCheckpoint> Checkpoints, long? Next, string? Problem)
{
    /// <summary>The newest first; one that is retired still proves what it signed.</summary>
    public IReadOnlyList<ProofKey> Keys { get; init; } = [];

    /// <summary>Whether the newest checkpoints are shown.</summary>
    public bool IsNewest { get; init; }
}

/// <summary>The signed states of the ledger, and what signs them.</summary>
internal static class CheckpointsPage
{
    private const int PageMax = 25;

    public static void Map(IEndpointRouteBuilder settings)
    {
        settings.MapGet("/proof", Show);
        settings.MapPost("/proof", Make);
        settings.MapGet("/proof/{size}", One);
    }

    /// <summary>SHA-256 of the public key (SubjectPublicKeyInfo in DER), as openssl and ssh print such things: in pairs.</summary>
    public static string Fingerprint(ProofKey key)
    {
        using var known = ECDsa.Create();
        known.ImportFromPem(key.PublicKey);
        return string.Join(':', Convert.ToHexStringLower(SHA256.HashData(known.ExportSubjectPublicKeyInfo())).Chunk(2)
            .Select(c => new string(c)));
    }

    private static async Task<IResult> Show(Visit visit, CheckpointTable checkpoints, SigningKeys keys, CheckpointRunner runner,
        CancellationToken stop)
    {
        var query = visit.Query();
        var before = query.One("before");
        if (query.Unknown() is { } unknown)
            return Page.Error(visit, 400, unknown);
        if (Size(before ?? $"{long.MaxValue}") is not { } below)
            return Page.Error(visit, 400, "before takes the size of a checkpoint.");
        var page = await checkpoints.Before(below, PageMax + 1, stop);
        var shown = page[..Math.Min(PageMax, page.Count)];
        return Page.Of<CheckpointsView>(visit, new CheckpointsModel(shown, page.Count > PageMax ? shown[^1].Size : null, runner.Problem)
        {
            Keys = await keys.All(stop),
            IsNewest = before is null,
        });
    }

    private static async Task<IResult> One(string size, Visit visit, CheckpointTable checkpoints, CancellationToken stop) =>
        Size(size) is { } number && await checkpoints.OfSize(number, stop) is { } found
            ? Results.File(Encoding.UTF8.GetBytes(found.Note), "text/plain; charset=utf-8",
                $"checkpoint-{found.Size.ToString(CultureInfo.InvariantCulture)}")
            : Page.Error(visit, 404, "There is no checkpoint of this size.");

    private static async Task<IResult> Make(Visit visit, Checkpointer checkpointer, CheckpointTable checkpoints, CancellationToken stop)
    {
        var before = await checkpoints.Latest(stop);
        Notice notice;
        try
        {
            var latest = await checkpointer.Make(stop);
            notice = latest is null ? new("The ledger is empty: there is nothing to sign.", IsFault: true)
                : latest.Size == before?.Size
                    ? new($"Nothing was recorded since the last checkpoint: it covers all {Parts.Said.Number(latest.Size)} entries.")
                : new($"A checkpoint of {Parts.Said.Number(latest.Size)} entries was signed. Keep a copy of it elsewhere.");
        }
        catch (Exception told) when (told is ProofException or IOException or UnauthorizedAccessException)
        {
            notice = new($"No checkpoint was signed. {told.Message}", IsFault: true);
        }
        return notice.Then(visit.Http, visit.Url("/settings/proof"));
    }

    private static long? Size(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;
}
