using Microsoft.AspNetCore.Diagnostics;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Dashboard;

/// <summary>Shows a person that a page could not be made, and what to do.</summary>
internal sealed class PageFailures(ILogger<PageFailures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsOfAPage(httpContext.Request) || httpContext.RequestAborted.IsCancellationRequested)
            return false;
        SecurityHeaders.Set(httpContext.Response);
        var (status, text) = Said(httpContext, exception);
        var page = httpContext.Features.Get<Visit>() is { } visit ? Page.Error(visit, status, text) : Page.Plain(status, text);
        await page.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Whether a person waits for the answer, who wants a page and no JSON.</summary>
    public static bool IsOfAPage(HttpRequest request) =>
        request.Path.StartsWithSegments("/dashboard") || request.Path.StartsWithSegments("/sign-in") || request.Path == "/sign-out";

    private (int Status, string Text) Said(HttpContext http, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return (bad.StatusCode, bad.Message);
            case PostgresException { SqlState: ['2', '2', ..] } or FormatException:
                return (400, "A value in this address cannot be looked up.");
            case LedgerUnavailableException or NpgsqlException or TimeoutException or ObjectDisposedException
                or System.Net.Sockets.SocketException:
                http.Response.Headers.RetryAfter = "5";
                return (503, HttpMethods.IsGet(http.Request.Method)
                    ? "The database does not answer. This page tries again by itself."
                    : "The database did not answer. What you sent may have been written or not: look, before you send it again.");
            default:
                log.RequestFailed(exception, $"{http.Request.Method} {http.Request.Path}", http.TraceIdentifier);
                return (500, $"Something failed here. Ask with this request id: {http.TraceIdentifier}");
        }
    }
}
