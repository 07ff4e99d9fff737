
namespace OrderLedger.Api.Http;

/// <summary>
/// Every request has an id: the sender's <c>X-Request-Id</c> where it is a plain one, else our own. It is answered,
/// stands in the log, and is the correlation id of the events the request led to.
/// </summary>
internal static class RequestId
{
    public const string Header = "X-Request-Id";
    private const int LengthMax = 64;

    public static Task Assign(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers[Header] is [{ Length: > 0 and <= LengthMax } given, ..] && given.All(IsPlain))
            context.TraceIdentifier = given;
        else
            context.TraceIdentifier = "req_" + Convert.ToHexStringLower(Guid.CreateVersion7().ToByteArray(bigEndian: true));
        context.Response.Headers[Header] = context.TraceIdentifier;
        return next(context);
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
