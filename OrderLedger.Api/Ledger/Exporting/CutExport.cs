using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>
/// An export file that is to be continued: <c>Bytes</c> of it stay, up to and with the line of the event at <c>After</c> in the ledger.
/// Without a whole first line nothing stays and <c>After</c> is null; <c>IsWhole</c> when it has its last line already. <c>Scope</c> is
/// what it was begun for; a table does not say.
/// </summary>
public sealed record CutExport(long Bytes, long? After, bool IsWhole, ExportScope? Scope, long BrokenAt)
{
    /// <summary>So many bytes tell the kinds of lines apart.</summary>
    private const int PrefixMax = 10;

    /// <exception cref="FormatException">It is no export of this format.</exception>
    public static CutExport Read(string path, ExportFormat format)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        Line? first = null, last = null;
        var isWhole = false;
        foreach (var line in WholeLines(file, format))
        {
            isWhole = line.Begin.StartsWith("{\"end\":", StringComparison.Ordinal);
            if (first is null || (!isWhole && !line.Begin.StartsWith("{\"skipped", StringComparison.Ordinal)))
                last = line;
            first ??= line;
        }
        if (first is null || last is null)
            return new(0, null, false, null, 0);
        var (scope, brokenAt) = format == ExportFormat.Csv ? (null, 0) : Begun(Text(file, first));
        if (format == ExportFormat.Csv && !first.Begin.StartsWith("seq,store,", StringComparison.Ordinal))
            throw new FormatException($"{path} is no export in csv.");
        return last == first || isWhole
            ? new(last.To, 0, isWhole, scope, brokenAt)
            : new(last.To, SeqOf(Text(file, last), format), false, scope, brokenAt);
    }

    // A line that has its end. In a table it does not end where quotes are open.
    private static IEnumerable<Line> WholeLines(FileStream file, ExportFormat format)
    {
        var (from, at, isQuoted) = (0L, 0L, false);
        var begin = new StringBuilder(PrefixMax);
        for (int next; (next = file.ReadByte()) >= 0;)
        {
            at++;
            if (begin.Length < PrefixMax)
                begin.Append((char)next);
            if (next == '"' && format == ExportFormat.Csv)
                isQuoted = !isQuoted;
            if (next != '\n' || isQuoted)
                continue;
            yield return new(from, at, begin.ToString());
            begin.Clear();
            from = at;
        }
    }

    private static (ExportScope Scope, long BrokenAt) Begun(string line)
    {
        try
        {
            var json = JsonElement.Parse(line);
            if (json.GetProperty("orderledger").GetString() != NdjsonLines.Format)
                throw new FormatException($"This is no {NdjsonLines.Format}.");
            var note = json.GetProperty("checkpoint").GetString();
            var checkpoint = note is null || SignedNote.Parse(note) is not { } signed ? null : Checkpoint.Parse(signed.Text);
            return (new(json.GetProperty("store").GetString(), Time(json.GetProperty("from")), Time(json.GetProperty("to"))),
                checkpoint?.Size ?? 0);
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The file is no export in ndjson: its first line is not one's.", other);
        }
    }

    private static DateTimeOffset? Time(JsonElement time) => time.GetString() is { } text ? ExportScope.Read(text) : null;

    private static long SeqOf(string line, ExportFormat format)
    {
        try
        {
            return format == ExportFormat.Csv
                ? long.Parse(line[..line.IndexOf(',', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture)
                : JsonDocument.Parse(line, new() { MaxDepth = ExportFormats.DepthMax }).RootElement.GetProperty("seq").GetInt64();
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException
            or FormatException)
        {
            throw new FormatException("The file is no export: its last whole line is none of an event.", other);
        }
    }

    private static string Text(FileStream file, Line line)
    {
        var bytes = new byte[line.To - line.From];
        file.Position = line.From;
        file.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private sealed record Line(long From, long To, string Begin);
}
