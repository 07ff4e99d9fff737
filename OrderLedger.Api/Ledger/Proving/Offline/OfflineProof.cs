using System.Security.Cryptography;
using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Proving.Offline;

/// <summary>The first line of an export file: what was asked for, and the latest checkpoint then.</summary>
internal sealed record ExportHeader(ExportScope Scope, string? Note)
{
    /// <exception cref="FormatException">It is none.</exception>
    public static ExportHeader Read(JsonElement line)
    {
        try
        {
            if (line.GetProperty("orderledger").GetString() is not NdjsonLines.Format and var other)
                throw new FormatException($"The file is an export of another kind: {other}.");
            return new(new(line.GetProperty("store").GetString(), Time(line, "from"), Time(line, "to")), line.GetProperty("checkpoint")
                .GetString());
        }
        catch (Exception other) when (other is KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The file is no export: its first line is not one's.", other);
        }
    }

    private static DateTimeOffset? Time(JsonElement line, string name) => line.GetProperty(name).GetString() is { } text
        ? ExportScope.Read(text) ?? throw new FormatException($"{name} in the first line is no time.") : null;
}

/// <summary>
/// The proof that a file is compared with: a checkpoint that one of the keys signed, and the folder with all leaves where it is at hand.
/// </summary>
internal sealed record OfflineProof(Checkpoint Checkpoint, IReadOnlyList<ECDsa> Keys, Anchor? Anchor)
{
    /// <exception cref="FormatException">A file is not what it should be.</exception>
    /// <exception cref="ProofException">The checkpoint is not signed by one of the keys.</exception>
    public static OfflineProof Read(string note, string keys, string? folder)
    {
        var known = OfflineKeys.Read(keys);
        if (SignedNote.Parse(note) is not { } signed || Checkpoint.Parse(signed.Text) is not { } checkpoint)
            throw new FormatException("The file of --checkpoint holds no checkpoint.");
        return known.Any(signed.IsBy) ? new(checkpoint, known, folder is null ? null : new(folder))
            : throw new ProofException("The checkpoint is signed by none of the keys.");
    }

    /// <summary>The checkpoints that the tree of a file has to meet: this one, and that in the file's first line.</summary>
    public IReadOnlyList<(Checkpoint Checkpoint, string Name)> With(ExportHeader header, Findings findings)
    {
        var mine = (Checkpoint, "the checkpoint");
        if (header.Note is null)
            return [mine];
        if (SignedNote.Parse(header.Note) is not { } signed || Checkpoint.Parse(signed.Text) is not { } other || !Keys.Any(signed.IsBy))
        {
            findings.Add("The checkpoint in the first line is signed by none of the keys.");
            return [mine];
        }
        if (other.Origin != Checkpoint.Origin)
            findings.Add($"The file is of ledger {other.Origin}, and the checkpoint of {Checkpoint.Origin}.");
        return [mine, (other, "the checkpoint in the first line")];
    }
}
