using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.Awal;

/// <summary>
/// How Awal says no: a code, a sentence, what is wrong with which field, and the id of the request. The vendor prints the codes;
/// "forbidden" and "idempotency_key_reused" are ours.
/// </summary>
internal static class AwalErrors
{
    private const string Code = "validation_failed";
    private const string Sentence = "The request is not valid.";

    private static readonly Dictionary<string, string> NoDetails = [];

    public static IResult NotIn(HttpContext context, Barred why)
    {
        switch (why)
        {
            case Barred.TooMany wait:
                return Error(context, 429, "rate_limit_exceeded", RateHeaders.Refuse(context.Response, wait.RetryAfterSeconds), NoDetails);
            case Barred.OutOfScope missing:
                return Error(context, 403, "forbidden", $"This key lacks the scope '{missing.Scope}'.",
                    new() { ["scope"] = missing.Scope });
            case Barred.OtherDialect other:
                return Error(context, 403, "forbidden", other.Why, NoDetails);
            // The proof is over the body, which was too large to be read.
            case Barred.Unproven when context.Features.Get<Received>() is null:
                return Invalid(context, 413, "body", $"The body is larger than {JsonBody.BytesMax} bytes.");
            default:
                context.Response.Headers.WWWAuthenticate = "Awal-Signature realm=\"orderledger\"";
                return Error(context, 401, "authentication_failed",
                    "Sign the request: X-Awal-Signature-256, X-Timestamp, X-Domain and X-Client-ID are needed and must fit.", NoDetails);
        }
    }

    public static IResult NotFound(HttpContext context) => Error(context, 404, "resource_not_found", "Order not found", NoDetails);

    public static IResult NoId(HttpContext context, Store store) =>
        Invalid(context, 400, "id", $"Invalid order id. Send {OrderIds.Wanted(store)}.");

    public static IResult Invalid(HttpContext context, int status, string field, string fault) =>
        Invalid(context, status, new Dictionary<string, string> { [field] = fault });

    public static IResult Invalid(HttpContext context, int status, FieldFaults faults) =>
        Invalid(context, status, faults.DistinctBy(f => f.Field).ToDictionary(f => f.Field, f => f.Error));

    public static IResult Invalid(HttpContext context, int status, Dictionary<string, string> details) =>
        Error(context, status, Code, Sentence, details);

    /// <exception cref="ArgumentException">It was carried out.</exception>
    public static IResult Refused(HttpContext context, Answer answer)
    {
        if (answer is not Answer.Refused { Why: var why })
            throw new ArgumentException($"{answer} is no refusal.", nameof(answer));
        var (status, sentence) = (Refusals.StatusOf(why), Refusals.Sentence(why));
        switch (why)
        {
            case Refusal.UnknownOrder:
                return NotFound(context);
            case Refusal.MoveNotAllowed { AllowedNext: var next }:
                return Error(context, status, Code, sentence,
                    new() { ["status"] = $"{sentence} Allowed: {(next.Count == 0 ? "none" : string.Join(", ", next))}" });
            case Refusal.VersionMoved moved:
                context.Response.Headers.ETag = VersionTag.Of(moved.Current);
                return Error(context, status, Code, sentence, new() { ["If-Match"] = sentence });
            case Refusal.KeyReused:
                return Error(context, status, "idempotency_key_reused",
                    "This Idempotency-Key was used before for another request. Take a new one.", NoDetails);
            default:
                return Error(context, status, Code, sentence, NoDetails);
        }
    }

    private static IResult Error(HttpContext context, int status, string error, string message, Dictionary<string, string> details) =>
        Reply.Json(new { error, message, details, request_id = context.TraceIdentifier }, status);
}
