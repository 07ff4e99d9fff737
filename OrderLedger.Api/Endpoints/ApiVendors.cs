using Microsoft.OpenApi;
using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>The routes of WizCommerce and Whatalo. They share /v1/orders; the key's store decides who answers.</summary>
internal static class ApiVendors
{
    private const string Wiz = """{"data":{"id":"01f5d171-d3e3-4b2b-bd57-0727194b5bed","reference_id":"1234567890","display_id":"WC_1234567890","customer_id":null,"status":"confirmed","amount":100,"amount_paid":100,"payment_status":"PAID","fulfillment_status":null,"payment_method_id":null,"payment_method":null,"payment_term":null,"shipping_method":null,"freight_term":null,"internal_note":null,"customer_note":null,"shipment_date":null,"due_date":null,"source":null,"price_list_id":null,"primary_contact":null,"shipping_address":null,"billing_address":null,"po_number":null,"created_at":"2021-01-01T00:00:00Z","updated_at":"2026-11-21T07:27:32.857264Z"}}""";

    private const string Whatalo = """{"data":{"id":"472819365047","order_number":1042,"status":"confirmed","payment_status":"paid","payment_method":null,"shipping_method":null,"currency":"COP","customer_id":null,"customer_name":"Juan García","customer_phone":null,"customer_email":"juan@example.com","subtotal":null,"discount_amount":null,"shipping_cost":null,"tax_amount":null,"total":5200,"customer_notes":null,"internal_notes":null,"shipping_address":null,"country_code":null,"is_pending":false,"is_completed":false,"is_cancellable":true,"item_count":1,"is_fully_paid":true,"completed_at":null,"created_at":"2026-11-21T07:27:32.710862Z","updated_at":"2026-11-21T07:27:32.792656Z","items":[{"id":"1","quantity":2,"unit_price":2500,"total_price":5000,"product_name":"Café"}]}}""";

    private static readonly Taken Id = new("id", ParameterLocation.Path, "The store's own id of the order, a text.", "472819365047");

    private static readonly Sample WhataloUnproven = new(401, "key", "No key in X-API-Key, or an unknown, revoked or expired one.",
        """{"error":{"code":"AUTHENTICATION_ERROR","message":"Unauthorized. Send the store's key in the X-API-Key header."}}""");

    private static readonly Sample WhataloUnknown = new(404, "whatalo_unknown", "The key's store has no such order.",
        """{"error":{"code":"NOT_FOUND","message":"Order not found"}}""");

    private static readonly Sample WhataloLimited = new(429, "rate", "The key's rate is used up; Retry-After says for how long.",
        """{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Too many requests with this key. Try again in 1 s."}}""");

    private static readonly Sample WhataloDenied = new(403, "whatalo_denied", "The key lacks the scope, or its store speaks another dialect.",
        """{"error":{"code":"FEATURE_ACCESS_DENIED","message":"This key lacks the scope 'push'.","details":{"feature":"push"}}}""");

    private static readonly ApiOperation WizStatus = new("Update an order's status",
        "For stores of dialect wizcommerce. The status stands in the body or, with an empty body, in `?status=`; the body wins. An identical "
        + "request changes nothing, not even `updated_at`. Members that never came with the order are null.\n\n" + ApiPushes.Retries,
        new(200, "order", "The order as it is now.", Wiz),
        Problem(400, "status", "There is no status, or not one of the vocabulary.", "Bad Request",
            "Invalid status. Allowed: draft, confirmed, cancelled"),
        NotJson, Unauthorized,
        Problem(403, "dialect", "The key's store speaks another dialect, or the key lacks the scope.", "Forbidden",
            "This route speaks wizcommerce; the store of this key speaks vici. Any store is pushed to under /api/orders."),
        NoOrder, MoveNotAllowed, VersionMoved, TooLarge, NoJsonType, KeyReused, FromTheFuture, TooMany, NotNow)
    {
        Parameters =
        [
            Id with { Example = "01f5d171-d3e3-4b2b-bd57-0727194b5bed" },
            new("status", ParameterLocation.Query, "The new status, where there is no body.", "confirmed"),
            ApiPushes.IdempotencyKey, ApiPushes.IfMatch,
        ],
        Bodies = [new(0, "status", "As the vendor's document has it.", """{"status":"confirmed"}""")],
        Proofs = [ApiDocument.KeyHeader],
    };

    private static readonly ApiOperation WhataloOrder = new("Update an order's status or payment status",
        "For stores of dialect whatalo. Only moves of the vendor's graph are taken: pending > confirmed > in_progress > completed, "
        + "pending or confirmed > cancelled, in_progress or completed > returned. `{}` changes nothing and shows the order.\n\n" + ApiPushes.Retries,
        new(200, "order", "The order as it is now.", Whatalo),
        new(400, "json", "The body is no JSON object.",
            """{"error":{"code":"VALIDATION_ERROR","message":"Invalid request body","details":[{"field":"body","message":"The body is empty. Send a JSON object."}]}}"""),
        WhataloUnproven, WhataloDenied, WhataloUnknown, VersionMoved,
        new(422, "move", "A value is not in the vocabulary, or the move is not in the graph.",
            """{"error":{"code":"VALIDATION_ERROR","message":"Invalid request body","details":[{"field":"status","message":"An order that is 'completed' cannot become 'confirmed'. Allowed: returned"}]}}"""),
        WhataloLimited, NotNow)
    {
        Parameters = [Id, ApiPushes.IdempotencyKey, ApiPushes.IfMatch],
        Bodies = [new(0, "both", "One of the two is enough.", """{"status":"confirmed","payment_status":"paid"}""")],
        Proofs = [ApiDocument.KeyHeader],
    };

    private static readonly ApiOperation One = new("One order, as the key's store shows it",
        "For stores of dialect wizcommerce and whatalo. ETag is the order's version.",
        new(200, "whatalo", "To a store of dialect whatalo.", Whatalo), new(200, "wizcommerce", "To a store of dialect wizcommerce.", Wiz),
        WhataloUnproven, WhataloDenied, WhataloUnknown, NoOrder, WhataloLimited, Away)
    {
        Parameters = [Id],
        Proofs = [ApiDocument.KeyHeader],
    };

    private static readonly ApiOperation Many = new("Orders by page number, as the key's store shows them",
        """
        For stores of dialect wizcommerce and whatalo, each with its own names: wizcommerce takes `page_size` and `order_status` and answers `pagination`,
        whatalo takes `limit` and `status` and answers `meta`. A page beyond the last is empty. An unknown parameter is a 400.
        """,
        new(200, "whatalo", "To a store of dialect whatalo.", $$$"""{"data":[{{{Inner(Whatalo)}}}],"meta":{"page":1,"limit":20,"total":1,"total_pages":1}}"""),
        new(200, "wizcommerce", "To a store of dialect wizcommerce.",
            $$$"""{"data":[{{{Inner(Wiz)}}}],"pagination":{"page":1,"page_size":20,"total":1,"total_pages":1}}"""),
        Problem(400, "parameter", "A parameter cannot be read, or is unknown.", "Bad Request", "page_size takes a number from 1 to 100."),
        WhataloUnproven, WhataloDenied, WhataloLimited, Away)
    {
        Parameters =
        [
            new("page", ParameterLocation.Query, "From 1. Default 1.", "1"),
            new("page_size", ParameterLocation.Query, "wizcommerce: orders on a page, 1 to 100. Default 20.", "20"),
            new("limit", ParameterLocation.Query, "whatalo: orders on a page, 1 to 100. Default 20.", "20"),
            new("sort_by", ParameterLocation.Query, "created_at (default) or updated_at.", "created_at"),
            new("sort", ParameterLocation.Query, "desc (default) or asc.", "desc"),
            new("order_status", ParameterLocation.Query, "wizcommerce: statuses, separated by commas.", "confirmed"),
            new("status", ParameterLocation.Query, "whatalo: statuses, separated by commas.", "confirmed"),
            new("payment_status", ParameterLocation.Query, "Payment statuses, separated by commas.", "paid"),
            new("from_date", ParameterLocation.Query, "Created at or after: a day or a time, ISO 8601.", "2026-11-01"),
            new("to_date", ParameterLocation.Query, "Created before this time; a day means its end.", "2026-11-30"),
        ],
        Proofs = [ApiDocument.KeyHeader],
    };

    public static readonly (string Route, ApiOperation Operation)[] All =
    [
        ("PATCH /v1/orders/{id}/status", WizStatus),
        ("PATCH /v1/orders/{id}", WhataloOrder),
        ("GET /v1/orders/{id}", One),
        ("GET /v1/orders", Many),
    ];

    // What stands in "data".
    private static string Inner(string answer) => answer["{\"data\":".Length..^1];
}
