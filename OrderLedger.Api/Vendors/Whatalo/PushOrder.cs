using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;
using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Api.Vendors.Whatalo;

/// <summary>The status or the payment status of an order of a Whatalo store.</summary>
[WhataloAccess(Scope.Push), PushSource(WhataloDialect.Name), Tags("Dialect E: Whatalo")]
public static class PushOrder
{
    public static Task<(IResult?, UnderstoodPush?)> Load(string id, HttpRequest request, Caller caller, CancellationToken stop) =>
        WhataloDialect.Understand(id, request, caller, stop);

    [WolverinePatch("/v1/orders/{id}")]
    public static Task<IResult> Patch(UnderstoodPush push, LedgerWriter writer, HttpContext http) => push.Submit(writer, http);
}

/// <summary>A route of the Whatalo document, which takes a key in one header and nowhere else, and prints its errors.</summary>
internal sealed class WhataloAccessAttribute : AccessAttribute
{
    public WhataloAccessAttribute(string scope) : base(scope) => (Scheme, Spoken) = (Schemes.KeyHeader, [WhataloDialect.Name]);

    public override IResult Refuse(HttpContext http, Barred why) => Answer(http, why);

    public static IResult Answer(HttpContext http, Barred why)
    {
        switch (why)
        {
            case Barred.TooMany wait:
                return Error(429, "RATE_LIMIT_EXCEEDED", RateHeaders.Refuse(http.Response, wait.RetryAfterSeconds));
            case Barred.OutOfScope missing:
                return Denied($"This key lacks the scope '{missing.Scope}'.", missing.Scope);
            case Barred.OtherDialect other:
                return Denied(other.Why, other.Asked);
            default:
                http.Response.Headers.WWWAuthenticate = "ApiKey realm=\"orderledger\"";
                return Error(401, "AUTHENTICATION_ERROR", "Unauthorized. Send the store's key in the X-API-Key header.");
        }
    }

    public static IResult Error(int status, string code, string message) => Reply.Json(new { error = new { code, message } }, status);

    private static IResult Denied(string message, string feature) =>
        Reply.Json(new { error = new { code = "FEATURE_ACCESS_DENIED", message, details = new { feature } } }, 403);
}
