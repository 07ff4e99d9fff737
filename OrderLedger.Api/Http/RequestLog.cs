using System.Diagnostics;

namespace OrderLedger.Api.Http;

/// <summary>
/// One line per request: what, by whom, with which end. Refusals at Information, the rest at Debug; never a query string or
/// a body.
/// </summary>
internal sealed class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    private static readonly string[] Classes = ["", "1xx", "2xx", "3xx", "4xx", "5xx"];

    public async Task Invoke(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        await next(context);
        var status = context.Response.StatusCode;
        if (LedgerMeter.Answers.Enabled)
            LedgerMeter.Answers.Add(1, new KeyValuePair<string, object?>("status", Classes[Math.Clamp(status / 100, 1, 5)]));
        if (!log.IsEnabled(status < 400 ? LogLevel.Debug : LogLevel.Information))
            return;
        var request = $"{context.Request.Method} {context.Request.Path}";
        var actor = context.Features.Get<LoggedActor>()?.Name ?? "nobody";
        var elapsedMs = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 2);
        if (status < 400)
            log.Answered(request, status, actor, elapsedMs, context.TraceIdentifier);
        else
            log.Refused(request, status, actor, elapsedMs, context.TraceIdentifier);
    }
}
