using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Storage.Writing;

namespace OrderLedger.Api.Dashboard;

/// <summary>What a person sees when a page could not be made: that, and what to do.</summary>
internal sealed class PageFailures(ILogger<PageFailures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.Features.Get<Visit>() is not { } visit || httpContext.RequestAborted.IsCancellationRequested)
            return false;
        await Answer(visit, exception).ExecuteAsync(httpContext);
        return true;
    }

    private IResult Answer(Visit visit, Exception exception)
    {
        SecurityHeaders.Set(visit.Http.Response);
        switch (exception)
        {
            case BadHttpRequestException bad:
                return Page.Error(visit, bad.StatusCode, bad.Message);
            case PostgresException { SqlState: ['2', '2', ..] } or FormatException:
                return Page.Error(visit, 400, "A value in this address cannot be looked up.");
            case LedgerUnavailableException or NpgsqlException or TimeoutException or System.Net.Sockets.SocketException:
                visit.Http.Response.Headers.RetryAfter = "5";
                return Page.Error(visit, 503, "The database does not answer. This page tries again by itself.");
            default:
                log.RequestFailed(exception, $"{visit.Http.Request.Method} {visit.Http.Request.Path}", visit.Http.TraceIdentifier);
                return Page.Error(visit, 500, $"Something failed here. Ask with this request id: {visit.Http.TraceIdentifier}");
        }
    }
}
