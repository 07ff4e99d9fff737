using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;

namespace OrderLedger.Api.Dialects;

/// <summary>
/// What a Genuka client is told when it is not given what it asks for. The vendor prints the missing company, the missing order and
/// the shape of a 422; the others have the shape of the one they are nearest to.
/// </summary>
internal static class GenukaErrors
{
    private const string Company = "X-Company";

    /// <summary>
    /// The caller, when the key holds and <c>X-Company</c> names its store's company; else what is answered. Another company is as
    /// unknown as its orders.
    /// </summary>
    public static async ValueTask<(Caller? Caller, IResult? Refusal)> Prove(
        HttpRequest request, Gate gate, string scope, CancellationToken stop)
    {
        var admission = await gate.BearerOrHeader(request, Genuka.Dialect, scope, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return (null, Barred(admission, request.HttpContext.Response));
        var company = request.Headers[Company].ToString().Trim();
        return company.Length == 0 ? (null, CompanyMissing())
            : company != caller.Store.Company ? (null, NotFound())
            : (caller, null);
    }

    public static IResult NotFound() => Error(404, "The order does not exist");

    /// <summary>One thing that is wrong.</summary>
    public static IResult Invalid(int status, string field, string error) => Invalid(status, new GenukaFaults { [field] = error });

    /// <summary>Everything that is wrong, by the field it is wrong with; the first of it is the message.</summary>
    public static IResult Invalid(int code, GenukaFaults faults) => Reply.Json(new
    {
        code,
        status = "error",
        message = faults.First().Value,
        errors = faults.ToDictionary(f => f.Key, f => new[] { f.Value }),
    }, code);

    private static IResult Barred(Admission admission, HttpResponse response)
    {
        switch (admission)
        {
            case Admission.TooMany wait:
                return Error(429, RateHeaders.Refuse(response, wait.RetryAfterSeconds));
            case Admission.OutOfScope missing:
                return Error(403, $"This key lacks the scope '{missing.Scope}'.");
            case Admission.OtherDialect other:
                return Error(403, other.Why);
            default:
                response.Headers.WWWAuthenticate = "Bearer realm=\"orderledger\"";
                return Error(401, "Unauthenticated.");
        }
    }

    private static IResult CompanyMissing() =>
        Reply.Json(new { message = "Company id required", error = "company_id_required", code = 400 }, 400);

    private static IResult Error(int code, string message) =>
        Reply.Json(new { status = "error", code, data = (object?)null, message }, code);
}

/// <summary>
/// What is wrong with a request, by the field it is wrong with: <c>shipping.status</c>, <c>order_ids.3</c>, or an order's id.
/// </summary>
internal sealed class GenukaFaults : SortedDictionary<string, string>
{
    public GenukaFaults() : base(StringComparer.Ordinal)
    {
    }
}
