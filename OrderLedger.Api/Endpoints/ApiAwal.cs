using Microsoft.OpenApi;
using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>Awal's routes.</summary>
internal static class ApiAwal
{
    private const string Order =
        """{"id":1,"order_number":"ORD-2024-001","status":"shipped","payment_status":"paid","shipping_date":"2024-01-20","delivery_date":"2024-01-25","admin_notes":"Shipped via express courier","updated_at":"2024-01-20T14:30:00Z"}""";

    private static readonly Taken Id = new("id", ParameterLocation.Path, "The order's id, a whole number.", "1");

    private static readonly Taken[] Signed =
    [
        new("phone_number_id", ParameterLocation.Query, "The phone number's id. Looked at no further.", "123456") { Required = true },
        new("X-Timestamp", ParameterLocation.Header, "Unix seconds, ten digits, within 300 s of the server's clock.", "1704124800") { Required = true },
        new("X-Domain", ParameterLocation.Header, "The store's workspace.", "your-workspace") { Required = true },
        new("X-Client-ID", ParameterLocation.Header, "The client id that was made with the key.", "your-client-id") { Required = true },
    ];

    private static readonly Sample Unproven = Error(401, "signature", "A header is missing, or the signature or its time does not fit.",
        "authentication_failed", "Sign the request: X-Awal-Signature-256, X-Timestamp, X-Domain and X-Client-ID are needed and must fit.");

    private static readonly Sample Denied = Error(403, "scope", "The key lacks the scope.", "forbidden", "This key lacks the scope 'push'.", "\"scope\":\"push\"");

    private static readonly Sample Unknown = Error(404, "unknown", "The store has no such order.", "resource_not_found", "Order not found");

    private static readonly Sample Limited = Error(429, "rate", "The key's rate is used up; Retry-After says for how long.",
        "rate_limit_exceeded", "Too many requests with this key. Try again in 1 s.");

    private static readonly Sample NoPhone = Error(400, "phone", "phone_number_id is missing, the id is no whole number, or the body is no JSON.",
        "validation_failed", "The request is not valid.", "\"phone_number_id\":\"Missing phone_number_id. Send it in the query.\"");

    private static readonly ApiOperation Update = new("Update an order",
        """
        For stores of dialect awal. All members are optional; what is absent stays, the payment status too. Statuses only move forward; skipping ahead is
        taken by a permissive store and flagged. The same signature again is answered the same and appends nothing.

        """ + ApiPushes.Retries,
        new(200, "order", "The order as it is now.", """{"status":true,"message":"Order updated successfully","data":""" + Order + "}"),
        NoPhone, Unproven, Denied, Unknown,
        Error(409, "move", "The status may not follow.", "validation_failed", "An order that is 'shipped' cannot become 'pending' here.",
            "\"status\":\"An order that is 'shipped' cannot become 'pending' here. Allowed: delivered, completed, cancelled\""),
        Error(422, "value", "A value is not one of those allowed.", "validation_failed",
            "The request is not valid.", "\"payment_status\":\"Invalid payment_status. Allowed: paid, unpaid\""),
        Limited, NotNow)
    {
        Parameters = [Id, .. Signed, ApiPushes.IdempotencyKey, ApiPushes.IfMatch],
        Bodies =
        [
            new(0, "update", "As the vendor prints it.",
                """{"admin_notes":"Shipped via express courier","status":"shipped","payment_status":"paid","shipping_date":"2024-01-20","delivery_date":"2024-01-25","branch_id":"1"}"""),
        ],
        Proofs = [ApiDocument.AwalSignature],
    };

    private static readonly ApiOperation One = new("One order", "For stores of dialect awal. ETag is the order's version.",
        new(200, "order", "The order as it is now.", """{"status":true,"data":""" + Order + "}"), NoPhone, Unproven, Denied, Unknown, Limited, Away)
    {
        Parameters = [Id, .. Signed],
        Proofs = [ApiDocument.AwalSignature],
    };

    private static readonly ApiOperation Many = new("Orders by page number",
        "For stores of dialect awal, by creation, newest first. A page beyond the last is empty. An unknown parameter is a 400.",
        new(200, "page", "One page.",
            $$$"""{"status":true,"data":[{{{Order}}}],"meta":{"current_page":1,"per_page":10,"total":1,"last_page":1}}"""),
        NoPhone, Unproven, Denied,
        Error(422, "value", "A parameter cannot be read.", "validation_failed", "The request is not valid.", "\"limit\":\"limit takes a number from 1 to 100.\""),
        Limited, Away)
    {
        Parameters =
        [
            .. Signed,
            new("page", ParameterLocation.Query, "From 1. Default 1.", "1"),
            new("limit", ParameterLocation.Query, "Orders on a page, 1 to 100. Default 10.", "10"),
            new("status", ParameterLocation.Query, "Statuses, separated by commas.", "shipped"),
            new("from_date", ParameterLocation.Query, "Created on or after this day.", "2024-01-01"),
            new("to_date", ParameterLocation.Query, "Created on or before this day.", "2024-01-31"),
            new("searchTerm", ParameterLocation.Query, "Beginnings of words of id, number, customer's name and e-mail.", "ada"),
            new("branch_id", ParameterLocation.Query, "The branch's id.", "1"),
            new("customer_id", ParameterLocation.Query, "The customer's id.", "77"),
        ],
        Proofs = [ApiDocument.AwalSignature],
    };

    public static readonly (string Route, ApiOperation Operation)[] All =
    [
        ("PUT /orders/{id}", Update),
        ("GET /orders/{id}", One),
        ("GET /orders", Many),
    ];

    private static Sample Error(int status, string name, string meaning, string error, string message, string details = "") => new(status, name, meaning,
        $$"""{"error":"{{error}}","message":"{{message}}","details":""" + "{" + details + """},"request_id":"req_01a1fcff7171ec48566d4cc86500f00a"}""");
}
