using Microsoft.OpenApi;
using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>Genuka's routes.</summary>
internal static class ApiGenuka
{
    private const string Order = """{"addresses":null,"adjustments":null,"amount":80000,"amount_due":79840,"billing":{"status":"paid"},"bills":null,"calendar_event_id":null,"company":null,"company_id":"01hqydxwtxdj3kmzp3bz7jk73g","created_at":"2026-11-21T07:49:54.809668Z","credit_code":null,"credit_notes":null,"currency":"XAF","custom_fields":null,"customer":null,"customer_id":null,"debit_code":null,"deleted_at":null,"deliveries":null,"delivery":null,"discounts":null,"due_at":null,"expires_at":null,"id":"01k76xt7z87katy392s6w335cp","invoices":null,"invoices_count":null,"medias":null,"metadata":{"note":"paid by transfer"},"order_products":null,"payments":null,"pickup_location":null,"pickup_location_id":null,"private_medias":null,"products":null,"reference":"#ORDER_1174","returns":null,"returns_count":null,"revenue_type":null,"shipping":{"status":null},"shipping_fee":null,"shipping_fee_id":null,"shop":null,"shop_id":null,"signature":null,"source":null,"state":null,"status":"confirmed","taxes":null,"updated_at":"2026-11-21T07:49:54.904850Z","user":null,"user_id":null}""";

    private static readonly Taken Id = new("id", ParameterLocation.Path, "The order's ULID, 26 characters.", "01k76xt7z87katy392s6w335cp");

    private static readonly Taken Company = new("X-Company", ParameterLocation.Header, "The store's company id.", "01hqydxwtxdj3kmzp3bz7jk73g") { Required = true };

    private static readonly Sample NoCompany = new(400, "company", "X-Company is missing.",
        """{"message":"Company id required","error":"company_id_required","code":400}""");

    private static readonly Sample Unproven = Error(401, "key", "No key, or an unknown, revoked or expired one.", "Unauthenticated.");

    private static readonly Sample Denied = Error(403, "scope", "The key lacks the scope, or its store speaks another dialect.", "This key lacks the scope 'push'.");

    private static readonly Sample Unknown = Error(404, "unknown", "The company has no such order, or is not the key's.", "The order does not exist");

    private static readonly Sample Limited = Error(429, "rate", "The key's rate is used up; Retry-After says for how long.",
        "Too many requests with this key. Try again in 1 s.");

    private static readonly Sample Value = Invalid(422, "value", "A value is not one of those allowed.",
        "\"status\":[\"Invalid status. Allowed: pending, confirmed, shipped, completed, canceled\"]");

    private static readonly Sample Move = Invalid(409, "move", "A strict store does not take this move.",
        "\"status\":[\"An order that is 'completed' cannot become 'pending' here. Allowed: none\"]");

    private static readonly ApiOperation Status = new("Update an order's status",
        """
        For stores of dialect genuka. All members are optional: `status`, `shipping.status`, `billing.status`, and `metadata`, which is merged into the order's
        (RFC 7396). `cancelled` is understood and answered `canceled`. The answer is the whole order; members that never came with it are null.

        """ + ApiPushes.Retries,
        new(200, "order", "The order as it is now.", Order),
        NoCompany, Unproven, Denied, Unknown, Move, VersionMoved, Value, Limited, NotNow)
    {
        Parameters = [Id, Company, ApiPushes.IdempotencyKey, ApiPushes.IfMatch],
        Bodies =
        [
            new(0, "all", "One of them is enough.",
                """{"status":"confirmed","shipping":{"status":"pending"},"billing":{"status":"paid"},"metadata":{"note":"paid by transfer"}}"""),
        ],
        Proofs = [ApiDocument.Bearer, ApiDocument.KeyHeader],
    };

    private static readonly ApiOperation Bulk = new("Update many orders, all of them or none",
        "For stores of dialect genuka. Up to 1,000 orders; the same push to each, in one transaction. One that is unknown or refused, and nothing changes.\n\n"
        + ApiPushes.Retries,
        new(200, "done", "All were updated.", """{"message":"Orders status updated"}"""),
        NoCompany, Unproven, Denied, Unknown,
        Invalid(409, "move", "A strict store does not take the move of one of them.",
            "\"01k76xt7z87katy392s6w335cp\":[\"An order that is 'completed' cannot become 'pending' here. Allowed: none\"]"),
        Value, Limited, NotNow)
    {
        Parameters = [Company, ApiPushes.IdempotencyKey],
        Bodies = [new(0, "status", "The members of a single push, and the ids.", """{"order_ids":["01k76xt7z87katy392s6w335cp"],"status":"shipped"}""")],
        Proofs = [ApiDocument.Bearer, ApiDocument.KeyHeader],
    };

    private static readonly ApiOperation One = new("One order", "For stores of dialect genuka. ETag is the order's version.",
        new(200, "order", "The order as it is now.", Order), NoCompany, Unproven, Denied, Unknown, Limited, Away)
    {
        Parameters = [Id, Company],
        Proofs = [ApiDocument.Bearer, ApiDocument.KeyHeader],
    };

    private static readonly ApiOperation Activities = new("What happened to an order's status, newest first",
        "For stores of dialect genuka. `Link: <...>; rel=\"next\"` leads to older ones.",
        new(200, "changes", "One page.",
            """[{"id":"01a1fd15-507b-72fd-a676-fad4b55a9740","log_name":"order","description":"Order status changed","subject_id":"01k76xt7z87katy392s6w335cp","subject_type":"App\\Models\\Order","causer_id":null,"causer_type":null,"properties":{"old":"pending","new":"confirmed"},"username":"erp","user":"erp","created_at":"2026-11-21T07:49:54.938822Z"}]"""),
        NoCompany, Unproven, Denied, Unknown, Value, Limited, Away)
    {
        Parameters =
        [
            Id, Company,
            new("limit", ParameterLocation.Query, "Changes on a page, 1 to 200. Default 50.", "50"),
            new("before", ParameterLocation.Query, "Only changes of lower versions, as Link gives it.", "5"),
        ],
        Proofs = [ApiDocument.Bearer, ApiDocument.KeyHeader],
    };

    private static readonly ApiOperation Overview = new("The numbers of the orders created between two days",
        """
        For stores of dialect genuka. `revenue` and `average_order_value` as `/api/kpis` has them, in the store's currency. `unpaid`: orders that are neither
        drafts nor cancelled, refunded or failed, and not paid. `late`: orders longer in their status than the store's limit for it.
        """,
        new(200, "numbers", "Of the days given, or of all.", """{"orders_count":1,"revenue":80000,"unpaid":0,"late":0,"average_order_value":80000}"""),
        NoCompany, Unproven, Denied, Value, Limited, Away)
    {
        Parameters =
        [
            Company,
            new("start_date", ParameterLocation.Query, "First day of creation.", "2026-01-01"),
            new("end_date", ParameterLocation.Query, "Last day of creation.", "2026-12-31"),
        ],
        Proofs = [ApiDocument.Bearer, ApiDocument.KeyHeader],
    };

    public static readonly (string Route, ApiOperation Operation)[] All =
    [
        ("PUT /2023-11/admin/orders/{id}/status", Status),
        ("PUT /2023-11/admin/orders/status/bulk-update", Bulk),
        ("GET /2023-11/admin/orders/{id}", One),
        ("GET /2023-11/admin/orders/{id}/activities", Activities),
        ("GET /2023-11/admin/orders/overview", Overview),
    ];

    private static Sample Error(int code, string name, string meaning, string message) =>
        new(code, name, meaning, $$"""{"status":"error","code":{{code}},"data":null,"message":"{{message}}"}""");

    private static Sample Invalid(int code, string name, string meaning, string errors) => new(code, name, meaning,
        $$"""{"code":{{code}},"status":"error","message":"{{(code == 409 ? "The status cannot be set." : "The given data was invalid.")}}","errors":""" + "{" + errors + "}}");
}
