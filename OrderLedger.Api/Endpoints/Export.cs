using System.Globalization;
using System.IO.Compression;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Storage.Exporting;
using OrderLedger.Api.Storage.Proving;

namespace OrderLedger.Api.Endpoints;

/// <summary>
/// GET /api/audit/export: the events and administrative actions of the key's store, as the verb <c>export</c> writes them. Streamed for as long as it
/// takes; what lacks its last line was cut off.
/// </summary>
public static class Export
{
    /// <summary>Each holds a connection, and a snapshot of the database that cannot be vacuumed meanwhile.</summary>
    private const int AtOnceMax = 2;

    private static readonly SemaphoreSlim Free = new(AtOnceMax);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/audit/export", Get).WithTags("Proof").DisableRequestTimeout();

    private static async Task<IResult> Get(HttpRequest request, Gate gate, Exporter exporter, Actions actions, CancellationToken stop)
    {
        var response = request.HttpContext.Response;
        var admission = await gate.Own(request, Scope.Admin, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return admission.Refusal(response);
        var (asked, gzip, fault) = Read(new(request), caller.Store.Name);
        if (asked is null)
            return Problem.Of(400, fault!);
        if (!await Free.WaitAsync(TimeSpan.Zero, stop))
            return Problem.Unavailable(response, $"{AtOnceMax} exports are under way. Try again when one has ended.");
        try
        {
            Head(response, asked, caller.Store, gzip);
            asked = asked.By(caller.By(request.HttpContext.TraceIdentifier), actions);
            if (gzip)
            {
                await using var squeezed = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
                await exporter.Run(asked, squeezed, _ => { }, stop);
            }
            else
            {
                await exporter.Run(asked, response.Body, _ => { }, stop);
            }
            return Results.Empty;
        }
        finally
        {
            Free.Release();
        }
    }

    private static (ExportTask? Asked, bool Gzip, string? Fault) Read(Query query, string store)
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
        return fault is not null ? (null, false, fault)
            : (new(format!.Value, new(store, begin, end), Number(after), Number(checkpoint)), gzip is "true" or "1", null);
    }

    private static void Head(HttpResponse response, ExportTask asked, Store store, bool gzip)
    {
        var extension = asked.Format == ExportFormat.Csv ? "csv" : "ndjson";
        response.ContentType = gzip ? "application/gzip" : asked.Format == ExportFormat.Csv ? KpiCsv.ContentType : "application/x-ndjson; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{store.Name}.{extension}{(gzip ? ".gz" : "")}\"";
    }

    private static DateTimeOffset? Time(string? text) => text is null ? null : JsonMembers.Time(text, TimeZoneInfo.Utc);

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
