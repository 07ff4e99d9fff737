using System.Text;
using System.Text.Json;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>
/// An export file that is to be continued: <c>Bytes</c> of it stay, up to and with the line of the event at <c>After</c> in the ledger.
/// Without a whole first line nothing stays and <c>After</c> is null; <c>IsWhole</c> when it has its last line already. <c>Scope</c> is
/// what it was begun for; a table does not say.
/// </summary>
public sealed record CutExport(long Bytes, long? After, bool IsWhole, ExportScope? Scope, long BrokenAt)
{
    /// <summary>Lines of the file begin so.</summary>
    private const int PrefixMax = 8;

    /// <exception cref="FormatException">It is no export of this format.</exception>
    public static CutExport Read(string path, ExportFormat format)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        var (first, last, isWhole) = Lines(file, format);
        if (first == 0)
            return new(0, null, false, null, 0);
        var (scope, brokenAt) = format == ExportFormat.Csv ? (null, 0) : Begun(Text(file, 0, first));
        if (format == ExportFormat.Csv && !Text(file, 0, first).StartsWith("seq,store,", StringComparison.Ordinal))
            throw new FormatException($"{path} is no export in csv.");
        if (last.To == first || isWhole)
            return new(last.To, 0, isWhole, scope, brokenAt);
        return new(last.To, SeqOf(Text(file, last.From, last.To), format), false, scope, brokenAt);
    }

    // Where the first line ends, and where the last whole line of an event begins and ends.
    private static (long First, (long From, long To) Last, bool IsWhole) Lines(FileStream file, ExportFormat format)
    {
        var buffer = new byte[1 << 16];
        var prefix = new byte[PrefixMax];
        var (at, begin, first, quoted, isWhole) = (0L, 0L, 0L, false, false);
        var last = (From: 0L, To: 0L);
        for (int read; (read = file.Read(buffer)) > 0;)
            for (var i = 0; i < read; i++, at++)
            {
                if (at - begin < PrefixMax)
                    prefix[at - begin] = buffer[i];
                // In a table a line ends where no quotes are open.
                if (format == ExportFormat.Csv && buffer[i] == '"')
                    quoted = !quoted;
                if (buffer[i] != '\n' || quoted)
                    continue;
                if (first == 0)
                    (first, last) = (at + 1, (0, at + 1));
                else if (format == ExportFormat.Csv || !prefix.AsSpan().StartsWith("{\"skippe"u8))
                    (isWhole, last) = prefix.AsSpan().StartsWith("{\"end\":"u8) ? (true, last) : (false, (begin, at + 1));
                begin = at + 1;
            }
        return (first, last, isWhole);
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

    private static string Text(FileStream file, long from, long to)
    {
        var bytes = new byte[to - from];
        file.Position = from;
        file.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
