namespace OrderLedger.Api.Vendors.Genuka;

/// <summary>
/// Refusals as a Genuka client gets them. The vendor prints the missing company, the missing order and
/// the shape of a 422; the others have the shape of the one they are nearest to.
/// </summary>
internal static class GenukaErrors
{
    private const string Company = "X-Company";

    /// <summary>
    /// The answer where <c>X-Company</c> does not name the company of the caller's store; null where it does. Another company is as unknown
    /// as its orders.
    /// </summary>
    public static IResult? OfCompany(HttpRequest request, Caller caller)
    {
        var company = request.Headers[Company].ToString().Trim();
        return company.Length == 0 ? CompanyMissing() : company != caller.Store.Company ? NotFound() : null;
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

    public static IResult Refused(Barred why, HttpResponse response)
    {
        switch (why)
        {
            case Barred.TooMany wait:
                return Error(429, RateHeaders.Refuse(response, wait.RetryAfterSeconds));
            case Barred.OutOfScope missing:
                return Error(403, $"This key lacks the scope '{missing.Scope}'.");
            case Barred.OtherDialect other:
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
/// Faults of a request, by the field that is wrong: <c>shipping.status</c>, <c>order_ids.3</c>, or an order's id.
/// </summary>
internal sealed class GenukaFaults : SortedDictionary<string, string>
{
    public GenukaFaults() : base(StringComparer.Ordinal)
    {
    }
}

/// <summary>A route of the Genuka document: a key as a Bearer token or in <c>X-API-Key</c>.</summary>
internal sealed class GenukaAccessAttribute : AccessAttribute
{
    public GenukaAccessAttribute(string scope) : base(scope) => (Scheme, Spoken) = (Schemes.BearerOrHeader, [GenukaDialect.Name]);

    public override IResult Refuse(HttpContext http, Barred why) => GenukaErrors.Refused(why, http.Response);
}
