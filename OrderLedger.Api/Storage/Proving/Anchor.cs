using System.Text;
using System.Text.Json;
using OrderLedger.Api.Storage.Embedded;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Storage.Proving;

/// <summary>A leaf as it is kept outside the database: its hash, and the event it stands for.</summary>
internal readonly record struct AnchoredLeaf(byte[] Hash, StreamKey Stream, long Version);

/// <summary>
/// What is kept outside the database, so that nobody who can change the database can change it too: every checkpoint, and every leaf with the
/// name of its event, so that a difference can be named (docs/proof.md). Written under the lock of checkpoints, leaves first: what a checkpoint
/// covers is there, and what is there beyond the latest one does not count.
/// </summary>
internal sealed class Anchor(string directory)
{
    /// <summary>Leaves per file.</summary>
    private const int FileLeaves = 1 << 16;

    private readonly string leaves = Path.Combine(directory, "leaves");
    private readonly string checkpoints = Path.Combine(directory, "checkpoints");

    private string LatestFile => Path.Combine(directory, "checkpoint");

    public bool IsThere => File.Exists(LatestFile);

    /// <summary>The latest checkpoint's note, or null before the first.</summary>
    public async Task<string?> Latest(CancellationToken stop) => IsThere ? await File.ReadAllTextAsync(LatestFile, stop) : null;

    /// <summary>Every note in the order they were published.</summary>
    public IEnumerable<string> Notes()
    {
        if (!Directory.Exists(checkpoints))
            yield break;
        foreach (var file in Directory.EnumerateFiles(checkpoints).Order(StringComparer.Ordinal))
        {
            var note = new StringBuilder();
            foreach (var line in File.ReadLines(file))
            {
                if (note.Length == 0 && line.Length == 0)
                    continue;
                note.Append(line).Append('\n');
                if (!line.StartsWith('—'))
                    continue;
                yield return note.ToString();
                note.Clear();
            }
        }
    }

    /// <summary>The leaves from a place on, as far as there are any.</summary>
    public IEnumerable<AnchoredLeaf> Leaves(long from)
    {
        for (var file = from / FileLeaves; File.Exists(FileOf(file)); file++)
            foreach (var line in File.ReadLines(FileOf(file)).Skip(file == from / FileLeaves ? (int)(from % FileLeaves) : 0))
                if (Parse(line) is { } leaf)
                    yield return leaf;
    }

    /// <summary>Takes back leaves that no checkpoint covers: a server ended between the two.</summary>
    public void CutTo(long size)
    {
        PrivateFiles.Folder(directory);
        PrivateFiles.Folder(leaves);
        PrivateFiles.Folder(checkpoints);
        for (var file = (size + FileLeaves - 1) / FileLeaves; File.Exists(FileOf(file)); file++)
            File.Delete(FileOf(file));
        var last = FileOf(size / FileLeaves);
        if (size % FileLeaves == 0 || !File.Exists(last))
            return;
        using var stream = new FileStream(last, FileMode.Open, FileAccess.ReadWrite);
        stream.SetLength(EndOfLine(stream, (int)(size % FileLeaves)));
    }

    /// <summary>The next leaves, from a place that is the number of those there are. On disk when it returns.</summary>
    public void Add(long place, IReadOnlyList<AnchoredLeaf> next)
    {
        for (var done = 0; done < next.Count;)
        {
            var count = (int)Math.Min(next.Count - done, FileLeaves - (place % FileLeaves));
            var lines = new StringBuilder();
            for (var i = done; i < done + count; i++)
                lines.Append(Line(next[i])).Append('\n');
            Append(FileOf(place / FileLeaves), lines.ToString());
            (done, place) = (done + count, place + count);
        }
    }

    /// <summary>A note, after the leaves it covers. On disk when it returns.</summary>
    public void Publish(Checkpoint checkpoint, string note)
    {
        Append(Path.Combine(checkpoints, checkpoint.Time.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), note + "\n");
        var next = LatestFile + ".next";
        Append(next, note, FileMode.Create);
        File.Move(next, LatestFile, overwrite: true);
    }

    /// <summary>Where the leaves and checkpoints went, or null when there were none. The signing key stays.</summary>
    public string? SetAside(DateTimeOffset now)
    {
        if (!IsThere)
            return null;
        var aside = Path.Combine(directory, now.UtcDateTime.ToString("'superseded-'yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        PrivateFiles.Folder(aside);
        File.Move(LatestFile, Path.Combine(aside, "checkpoint"));
        Directory.Move(checkpoints, Path.Combine(aside, "checkpoints"));
        Directory.Move(leaves, Path.Combine(aside, "leaves"));
        return aside;
    }

    private string FileOf(long file) => Path.Combine(leaves, file.ToString("d9", System.Globalization.CultureInfo.InvariantCulture));

    private static string Line(AnchoredLeaf leaf) =>
        $"{Convert.ToBase64String(leaf.Hash)} [{Quoted(leaf.Stream.Store)},{Quoted(leaf.Stream.OrderId)},{leaf.Version}]";

    private static string Quoted(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";

    // A line that was cut off by a crash is none: no checkpoint covers it.
    private static AnchoredLeaf? Parse(string line)
    {
        var space = line.IndexOf(' ');
        if (space < 0 || !line.EndsWith(']'))
            return null;
        var name = JsonElement.Parse(line[(space + 1)..]);
        return new(Convert.FromBase64String(line[..space]), new(name[0].GetString()!, name[1].GetString()!), name[2].GetInt64());
    }

    private static long EndOfLine(FileStream stream, int lines)
    {
        for (int read; lines > 0 && (read = stream.ReadByte()) >= 0;)
            if (read == '\n')
                lines--;
        return stream.Position;
    }

    private static void Append(string file, string text, FileMode mode = FileMode.Append)
    {
        using var stream = new FileStream(file, mode, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }
}
