namespace OrderLedger.Api.Endpoints;

/// <summary>Answers that many routes give, as the server gives them.</summary>
internal static class ApiExamples
{
    public static readonly Sample ViciUnauthorized = new(401, "unauthorized", "No key, or an unknown, revoked or expired one.",
        """{"error":"Unauthorized. Send x-api-key header or api_key query with your WEBHOOK_API_KEY."}""");

    public static readonly Sample Unauthorized = Problem(401, "unauthorized", "No key, or an unknown, revoked or expired one.",
        "Unauthorized", "Unauthorized. Send a valid key in the x-api-key header or as a Bearer token.");

    public static readonly Sample WrongSignature =
        Problem(401, "signature", "The signature does not fit, or the store is unknown or has no secret.",
        "Unauthorized", "Unauthorized. The X-WC-Webhook-Signature does not fit this store's webhook secret.");

    public static readonly Sample NotJson = Problem(400, "json", "The body is no JSON object.", "Bad Request",
        "The body is not valid JSON: Expected start of a property name or value, but instead reached end of data. Line 1, byte 11.");

    public static readonly Sample NoOrder = Problem(404, "unknown", "The key's store has no such order.",
        "Not Found", "Order not found", ",\"order_id\":\"9999\"");

    public static readonly Sample MoveNotAllowed = Problem(409, "move", "A strict store does not take this move.",
        "Conflict", "An order that is 'completed' cannot become 'pending' here.",
        ",\"from\":\"completed\",\"to\":\"pending\",\"allowed_next\":[\"refunded\"]");

    public static readonly Sample VersionMoved = Problem(412, "version", "If-Match names another version. ETag tells the present one.",
        "Precondition Failed", "The order has changed: it is at version 5.", ",\"version\":5");

    public static readonly Sample TooLarge = Problem(413, "large", "The body has more than 1 MiB.",
        "Payload Too Large", "The body is larger than 1048576 bytes.");

    public static readonly Sample NoJsonType = Problem(415, "type", "The Content-Type is none of JSON, or the body is compressed.",
        "Unsupported Media Type", "Send the body as application/json in UTF-8.");

    public static readonly Sample KeyReused = new(422, "key_reused", "The Idempotency-Key was used for another request.",
        """{"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"This Idempotency-Key was used before for another request. Take a new one.","error":"idempotency_key_reused"}""");

    public static readonly Sample FromTheFuture = Problem(422, "future", "The sender's time is more than 5 minutes ahead.",
        "Unprocessable Entity", "occurred_at lies more than 5 minutes ahead of this server's clock (2026-11-21T05:32:35.8513560+00:00).");

    public static readonly Sample TooMany = Problem(429, "rate", "The key's rate is used up; Retry-After says for how long.",
        "Too Many Requests", "Too many requests with this key. Try again in 1 s.");

    public static readonly Sample NotNow = Problem(503, "away",
        "The database is away, the queue is full, or the server is stopping. Try again with the same Idempotency-Key.",
        "Service Unavailable", "The database does not answer. Nothing was written.");

    public static readonly Sample Away = Problem(503, "away", "The database is away, or the answer took more than 30 s.",
        "Service Unavailable", "The database does not answer.");

    public static Sample Forbidden(string scope) => Problem(403, "scope", $"The key lacks the scope {scope}.",
        "Forbidden", $"This key lacks the scope '{scope}'.", $",\"scope\":\"{scope}\"");

    public static Sample Problem(int status, string name, string meaning, string title, string error, string facts = "")
    {
        var text = System.Text.Json.JsonSerializer.Serialize(error, Http.Wire.Options);
        return new(status, name, meaning,
            $$"""{"type":"about:blank","title":"{{title}}","status":{{status}},"detail":{{text}},"error":{{text}}{{facts}}}""");
    }
}
