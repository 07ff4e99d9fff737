using System.CommandLine;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Proving.Offline;

namespace OrderLedger.Api.Cli;

/// <summary>verify --export: verifies a file of <c>export</c> against a checkpoint. Opens no database.</summary>
internal static class VerifyFile
{
    private const int ShownMax = 20;

    public static readonly Option<FileInfo?> Export =
        new("--export") { Description = "Verify this file of 'export --format ndjson' (plain or gzip) instead of the database." };
    public static readonly Option<FileInfo?> Checkpoint =
        new("--checkpoint") { Description = "With --export: the checkpoint to verify against (default: FILE.checkpoint beside the file)." };
    public static readonly Option<FileInfo?> Key =
        new("--key") { Description = "With --export: the public keys (PEM); one of them signed the checkpoint (default: FILE.pem beside the file)." };
    public static readonly Option<DirectoryInfo?> Anchor =
        new("--anchor") { Description = "With --export: the folder of the proof; with it, missing events are named, too." };

    public static bool IsAsked(ParseResult call) => call.GetValue(Export) is not null || call.GetValue(Checkpoint) is not null
        || call.GetValue(Key) is not null || call.GetValue(Anchor) is not null;

    /// <param name="call">The command line.</param>
    /// <param name="withOthers">Whether options were given that are of the database.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task<int> Run(ParseResult call, bool withOthers, CancellationToken stop)
    {
        try
        {
            if (withOthers || call.GetValue(Export) is not { } file
                || (call.GetValue(Checkpoint) ?? ExportProof.CheckpointOf(file)) is not { } note
                || (call.GetValue(Key) ?? ExportProof.KeysOf(file)) is not { } key)
                throw new UsageException("A file is verified with --export FILE --checkpoint NOTE --key PEM [--anchor DIR], and nothing else.");
            if (call.GetValue(Anchor) is { Exists: false } nowhere)
                throw new UsageException($"There is no folder {nowhere.FullName}.");
            var proof = OfflineProof.Read(await Read(note, stop), await Read(key, stop), call.GetValue(Anchor)?.FullName);
            if (!file.Exists)
                throw new UsageException($"There is no file {file.FullName}.");
            return Report(await OfflineVerify.Run(file.FullName, proof, Show, stop));
        }
        catch (ProofException unsigned)
        {
            Console.WriteLine(unsigned.Message);
            return 1;
        }
        catch (Exception clear) when (clear is UsageException or FormatException)
        {
            await Console.Error.WriteLineAsync(clear.Message);
            return 2;
        }
    }

    private static async Task<string> Read(FileInfo file, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllTextAsync(file.FullName, stop);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(refused.Message);
        }
    }

    private static int Report(OfflineVerdict verdict)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write("\r");
        foreach (var finding in verdict.Findings.Take(ShownMax))
            Console.WriteLine(finding);
        var covered = Math.Min(verdict.Places, verdict.Checkpoint.Size);
        Console.WriteLine(verdict.Count > 0
            ? string.Create(CultureInfo.InvariantCulture,
                $"{verdict.Events} events: {verdict.Count} {(verdict.Count == 1 ? "problem" : "problems")}.")
            : string.Create(CultureInfo.InvariantCulture, $"{verdict.Events} events verified. {Kind(verdict)} "
                + $"The checkpoint of {verdict.Checkpoint.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} covers {covered} of {verdict.Places} places."));
        if (verdict.Count == 0 && verdict.Unproven > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"The personal data of {verdict.Unproven} events was erased after the time at which the file ends, so the file does not show who erased it."));
        return verdict.Count == 0 ? 0 : 1;
    }

    private static string Kind(OfflineVerdict verdict) => verdict.Scope.IsWhole
        ? "The file is whole: nothing that the checkpoint covers is missing."
        : "The file is filtered: what is in it is as it was recorded. Only a whole file can prove that nothing is missing.";

    private static void Show(long events)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{events:N0} events ..."));
    }
}
