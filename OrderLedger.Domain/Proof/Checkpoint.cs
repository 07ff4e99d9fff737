using System.Globalization;

namespace OrderLedger.Domain.Proof;

/// <summary>
/// The tree at one moment, as it is signed: C2SP's tlog-checkpoint with one line more, the time (UTC, whole microseconds).
/// <c>Origin</c> names the ledger; <c>Size</c> is the number of leaves, <c>Root</c> the tree's root over them.
/// </summary>
public sealed record Checkpoint(string Origin, long Size, byte[] Root, DateTimeOffset Time)
{
    private const string TimePrefix = "time ";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const int Lines = 4;

    /// <summary>The signed text, its last line break included.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture,
        $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n{TimePrefix}{Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}\n");

    /// <summary>Null when the text is not a checkpoint's. Lines after the time are allowed and are not read.</summary>
    public static Checkpoint? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length < Lines + 1 || lines[^1].Length > 0 || lines[0].Length == 0
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !lines[3].StartsWith(TimePrefix, StringComparison.Ordinal)
            || !DateTimeOffset.TryParseExact(lines[3][TimePrefix.Length..], TimeFormat, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out var time))
            return null;
        var root = new byte[MerkleTree.HashBytes];
        return Convert.TryFromBase64String(lines[2], root, out var length) && length == root.Length
            ? new(lines[0], size, root, time)
            : null;
    }
}
