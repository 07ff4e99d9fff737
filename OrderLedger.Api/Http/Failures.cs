using Microsoft.AspNetCore.Diagnostics;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Http;

/// <summary>
/// The host's last handler: what nobody answered becomes an answer. PostgreSQL away is 503 with Retry-After,
/// a broken request its own 4xx, anything else a logged 500 that tells the request id and nothing more.
/// </summary>
internal sealed class Failures(ILogger<Failures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
            return true;
        await AnswerTo(httpContext, exception).ExecuteAsync(httpContext);
        return true;
    }

    private IResult AnswerTo(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            // The listener's own sentence names no limit, ours does.
            case BadHttpRequestException { StatusCode: 413 } large:
                return Problem.Of(413, large.Message.StartsWith("The body is", StringComparison.Ordinal)
                    ? large.Message : $"The body is larger than {JsonBody.BytesMax} bytes.");
            case BadHttpRequestException bad:
                return Problem.Of(bad.StatusCode, bad.Message);
            case LedgerUnavailableException unavailable:
                return Problem.Unavailable(context.Response, unavailable.Message);
            case PostgresException { SqlState: ['2', '2', ..] } or FormatException:
                return Problem.Of(400, "A value in the request cannot be looked up.");
            case NpgsqlException or TimeoutException or ObjectDisposedException or System.Net.Sockets.SocketException:
                return Problem.Unavailable(context.Response, "The database does not answer.");
            default:
                log.RequestFailed(exception, $"{context.Request.Method} {context.Request.Path}", context.TraceIdentifier);
                return Problem.Of(500, $"Something failed here. Ask with this request id: {context.TraceIdentifier}");
        }
    }
}
