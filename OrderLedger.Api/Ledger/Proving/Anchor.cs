using OrderLedger.Api.LocalPostgres;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>A leaf as it is kept outside the database: its hash, and the event it stands for.</summary>
internal readonly record struct AnchoredLeaf(byte[] Hash, StreamKey Stream, long Version);

/// <summary>
/// The files kept outside the database, so that nobody who can change the database can change it too: every checkpoint, and every leaf with
/// the name of its event, so that a difference can be named (docs/proof.md). Written under the lock of checkpoints, leaves first: what a
/// checkpoint covers is there, and what is there beyond the latest one does not count.
/// </summary>
internal sealed class Anchor(string directory)
{
    /// <summary>Leaves per file.</summary>
    private const int FileLeaves = 1 << 16;

    private readonly string leaves = Path.Combine(directory, "leaves");
    private readonly string checkpoints = Path.Combine(directory, "checkpoints");

    public string Folder => directory;

    private string LatestFile => Path.Combine(directory, "checkpoint");

    /// <summary>The latest checkpoint's note, or null before the first.</summary>
    public string? Latest() => Days().Reverse().SelectMany(day => Complete(day).Reverse()).Select(n => n.Note).FirstOrDefault();

    /// <summary>Every note in the order they were published.</summary>
    public IEnumerable<string> Notes() => Days().SelectMany(day => Complete(day)).Select(n => n.Note);

    /// <summary>The leaves from a place on, as far as there are any.</summary>
    public IEnumerable<AnchoredLeaf> Leaves(long from)
    {
        for (var file = from / FileLeaves; File.Exists(FileOf(file)); file++)
            foreach (var line in File.ReadLines(FileOf(file)).Skip(file == from / FileLeaves ? (int)(from % FileLeaves) : 0))
                yield return Parse(line);
    }

    /// <summary>
    /// Takes back leaves that no checkpoint covers, and half a note: a server ended between the two. How many leaves are left.
    /// </summary>
    public long CutTo(long size)
    {
        PrivateFiles.Folder(directory);
        PrivateFiles.Folder(leaves);
        PrivateFiles.Folder(checkpoints);
        if (Days().LastOrDefault() is { } day)
            Cut(day, _ => Complete(day).Select(n => n.End).LastOrDefault());
        var file = 0L;
        while ((file + 1) * FileLeaves <= size && File.Exists(FileOf(file)))
            file++;
        for (var beyond = file + 1; File.Exists(FileOf(beyond)); beyond++)
            File.Delete(FileOf(beyond));
        var left = file * FileLeaves;
        if (File.Exists(FileOf(file)))
            Cut(FileOf(file), stream =>
            {
                var end = EndOfLine(stream, size - left, out var lines);
                left += lines;
                return end;
            });
        return left;
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
        Append(Path.Combine(checkpoints,
            checkpoint.Time.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), note + "\n");
        var next = LatestFile + ".next";
        Append(next, note, FileMode.Create);
        File.Move(next, LatestFile, overwrite: true);
    }

    /// <summary>Where the leaves and checkpoints went, or null when there were none. The signing key stays.</summary>
    public string? SetAside(DateTimeOffset now)
    {
        if (!Directory.Exists(checkpoints))
            return null;
        var aside = Path.Combine(directory,
            now.UtcDateTime.ToString("'superseded-'yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        PrivateFiles.Folder(aside);
        if (File.Exists(LatestFile))
            File.Move(LatestFile, Path.Combine(aside, "checkpoint"));
        Directory.Move(checkpoints, Path.Combine(aside, "checkpoints"));
        if (Directory.Exists(leaves))
            Directory.Move(leaves, Path.Combine(aside, "leaves"));
        return aside;
    }

    private string FileOf(long file) => Path.Combine(leaves, file.ToString("d9", System.Globalization.CultureInfo.InvariantCulture));

    private static string Line(AnchoredLeaf leaf) =>
        $"{Convert.ToBase64String(leaf.Hash)} [{Quoted(leaf.Stream.Store)},{Quoted(leaf.Stream.OrderId)},{leaf.Version}]";

    private static string Quoted(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";

    private IEnumerable<string> Days() =>
        Directory.Exists(checkpoints) ? Directory.EnumerateFiles(checkpoints).Order(StringComparer.Ordinal) : [];

    // A note is whole once the empty line behind its signature is there.
    private static IEnumerable<(string Note, long End)> Complete(string file)
    {
        var (text, from, end) = (File.ReadAllText(file), 0, 0L);
        while (text.IndexOf("\n\n—", from, StringComparison.Ordinal) is >= 0 and var signature
            && text.IndexOf("\n\n", signature + 2, StringComparison.Ordinal) is >= 0 and var last)
        {
            end += Encoding.UTF8.GetByteCount(text.AsSpan(from, last + 2 - from));
            yield return (text[from..(last + 1)], end);
            from = last + 2;
        }
    }

    /// <summary>Reads a line; a leaf without a hash where nothing in it can be read.</summary>
    private static AnchoredLeaf Parse(string line)
    {
        try
        {
            var space = line.IndexOf(' ');
            var name = JsonElement.Parse(line[(space + 1)..]);
            return new(Convert.FromBase64String(line[..space]), new(name[0].GetString()!, name[1].GetString()!), name[2].GetInt64());
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException or InvalidOperationException or ArgumentException
            or IndexOutOfRangeException)
        {
            return new([], new("?", "?"), 0);
        }
    }

    private static void Cut(string file, Func<FileStream, long> end)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        var length = end(stream);
        if (length < stream.Length)
            stream.SetLength(length);
    }

    private static long EndOfLine(FileStream stream, long most, out long lines)
    {
        (lines, var end, var place) = (0, 0L, 0L);
        for (int read; lines < most && (read = stream.ReadByte()) >= 0;)
        {
            place++;
            if (read == '\n')
                (lines, end) = (lines + 1, place);
        }
        return end;
    }

    private static void Append(string file, string text, FileMode mode = FileMode.Append)
    {
        using var stream = new FileStream(file, mode, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }
}
