using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Cli;

/// <summary>
/// The proof of an export, beside its file: <c>FILE.checkpoint</c>, the note in its first line, and <c>FILE.pem</c>, the public keys.
/// </summary>
internal sealed class ExportProof(FileInfo export)
{
    private const string CheckpointEnd = ".checkpoint";
    private const string KeysEnd = ".pem";

    private string Checkpoint => export.FullName + CheckpointEnd;

    private string Keys => export.FullName + KeysEnd;

    /// <summary>The checkpoint that was written with this export; null where there is none.</summary>
    public static FileInfo? CheckpointOf(FileInfo export) => Beside(export, CheckpointEnd);

    /// <summary>The keys that were written with this export; null where there are none.</summary>
    public static FileInfo? KeysOf(FileInfo export) => Beside(export, KeysEnd);

    /// <exception cref="UsageException">One of the two files is there already.</exception>
    public void AssertNew()
    {
        foreach (var file in new[] { Checkpoint, Keys })
            if (File.Exists(file))
                throw new UsageException($"{file} is there already, from another export. Name another file.");
    }

    /// <summary>Signs all that is there now, for the export's checkpoint to cover it. Where that fails, the latest one has to do.</summary>
    public static async Task Sign(Checkpointer checkpointer, CancellationToken stop)
    {
        try
        {
            await checkpointer.Make(stop);
        }
        catch (Exception unsigned) when (unsigned is ProofException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"No new checkpoint was signed: {unsigned.Message} The export uses the latest one.");
        }
    }

    /// <summary>Writes both files and says what verifies the export with them.</summary>
    public async Task Write(string? note, SigningKeys keys, CancellationToken stop)
    {
        if (note is null)
        {
            await Console.Error.WriteLineAsync($"{export.FullName} has no checkpoint, because the ledger has never signed one.");
            return;
        }
        await File.WriteAllTextAsync(Checkpoint, note, stop);
        await File.WriteAllTextAsync(Keys, SigningKeys.Text(await keys.All(stop)), stop);
        await Console.Error.WriteLineAsync($"{export.FullName} is written. The two files beside it, .checkpoint and .pem, prove it. Verify it with:");
        await Console.Error.WriteLineAsync(Operator.Command($"verify --export {export.FullName} --checkpoint {Checkpoint} --key {Keys}"));
    }

    private static FileInfo? Beside(FileInfo export, string end) =>
        new FileInfo(export.FullName + end) is { Exists: true } file ? file : null;
}
