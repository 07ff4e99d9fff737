using System.IO.Compression;
using OrderLedger.Api.Ledger.Exporting;

namespace OrderLedger.Api.Http;

/// <summary>An export as a request asks for it, or a sentence that says why it cannot be read.</summary>
internal sealed record ExportWish(ExportTask? Asked, bool Gzip, string? Fault);

/// <summary>An export of one store as an answer: what is asked for in the query, and the file, streamed for as long as it takes.</summary>
internal static class SentExport
{
    /// <summary>Each holds a connection, and a snapshot of the database that cannot be vacuumed meanwhile.</summary>
    private const int AtOnceMax = 2;

    private static readonly SemaphoreSlim Free = new(AtOnceMax);

    /// <summary>The sentence where none can be begun.</summary>
    public static string Busy => $"{AtOnceMax} exports are under way. Try again when one has ended.";

    public static ExportWish Read(Query query, string store)
    {
        var format = ExportFormats.Parse(query.One("format"));
        var (from, to) = (query.Text("from"), query.Text("to"));
        var (begin, end) = (Time(from), Time(to));
        var (after, checkpoint, gzip) = (query.One("after"), query.One("checkpoint"), query.One("gzip"));
        var fault = query.Unknown()
            ?? (format is null ? $"format takes {ExportFormats.Known}." : null)
            ?? ((from is not null && begin is null) || (to is not null && end is null)
                ? "from and to take a day or a time in ISO 8601, e.g. 2026-01-31 (in a URL a + is written %2B)." : null)
            ?? (after is not null && Number(after) is null ? "after takes a seq, as the last whole line has it." : null)
            ?? (checkpoint is not null && (after is null || Number(checkpoint) is null)
                ? "checkpoint goes with after, and takes the size of the checkpoint in the first line, or 0." : null)
            ?? (gzip is not (null or "true" or "false" or "1" or "0") ? "gzip takes true or false." : null);
        return fault is not null ? new(null, false, fault)
            : new(new ExportTask(format!.Value, new(store, begin, end), Number(after), Number(checkpoint)), gzip is "true" or "1", null);
    }

    /// <summary>False, and nothing sent, where too many are under way. The task's scope is that of one store.</summary>
    public static async Task<bool> Send(HttpResponse response, (ExportTask Task, bool Gzip) asked, Exporter exporter,
        CancellationToken stop)
    {
        if (!await Free.WaitAsync(TimeSpan.Zero, stop))
            return false;
        try
        {
            Head(response, asked.Task, asked.Gzip);
            if (!asked.Gzip)
            {
                await exporter.Run(asked.Task, response.Body, _ => { }, stop);
                return true;
            }
            await using var squeezed = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await exporter.Run(asked.Task, squeezed, _ => { }, stop);
            return true;
        }
        finally
        {
            Free.Release();
        }
    }

    private static void Head(HttpResponse response, ExportTask asked, bool gzip)
    {
        var (extension, type) = asked.Format == ExportFormat.Csv
            ? ("csv", "text/csv; charset=utf-8")
            : ("ndjson", "application/x-ndjson; charset=utf-8");
        response.ContentType = gzip ? "application/gzip" : type;
        response.Headers.ContentDisposition = $"attachment; filename=\"{asked.Scope.Store}.{extension}{(gzip ? ".gz" : "")}\"";
    }

    private static DateTimeOffset? Time(string? text) => text is null ? null : JsonMembers.Time(text, TimeZoneInfo.Utc);

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
