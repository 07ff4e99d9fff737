using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace OrderLedger.Api.Http;

/// <summary>
/// An error outside a vendor's printed shape: RFC 9457 problem+json that also carries an <c>error</c> string,
/// because the printed shapes do and automations read it.
/// </summary>
public static class Problem
{
    public const string ContentType = "application/problem+json";

    /// <summary>Seconds after which a 503 may be tried again.</summary>
    public const int RetryAfterSeconds = 1;

    /// <param name="status">The HTTP status.</param>
    /// <param name="error">What is wrong and what would be right, in a sentence.</param>
    /// <param name="facts">Further members.</param>
    public static IResult Of(int status, string error, JsonObject? facts = null)
    {
        var body = new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = error,
            ["error"] = error,
        };
        foreach (var (name, value) in facts ?? [])
            body[name] = value?.DeepClone();
        return new Reply(JsonSerializer.SerializeToUtf8Bytes(body, Wire.Options), status, ContentType);
    }

    public static IResult Unavailable(HttpResponse response, string error)
    {
        response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Of(503, error);
    }

    public static IResult TooMany(HttpResponse response, int retryAfterSeconds) =>
        Of(429, RateHeaders.Refuse(response, retryAfterSeconds));

    public static IResult Unauthorized(HttpResponse response,
        string error = "Unauthorized. Send a valid key in the x-api-key header or as a Bearer token.")
    {
        response.Headers.WWWAuthenticate = "Bearer realm=\"orderledger\"";
        return Of(401, error);
    }

    public static IResult Forbidden(string scope) =>
        Of(403, $"This key lacks the scope '{scope}'.", new() { ["scope"] = scope });

    public static IResult NoOrder(string orderId) => Of(404, "Order not found", new() { ["order_id"] = orderId });
}
