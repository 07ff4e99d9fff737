using Microsoft.OpenApi;
using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>The routes that write.</summary>
internal static class ApiPushes
{
    internal const string Retries = "An `Idempotency-Key` makes a retry safe: the first outcome is answered again with `Idempotency-Replayed: true`.";

    private const string Vici = """
        Sets the order's status. The body names it in `order_status` (or `status`; `order_status` wins). Reporting the status it has changes nothing.
        A report older than the last applied status is kept in the history and not applied: `outcome` is `stale`.
        """;

    internal static readonly Taken IdempotencyKey = new("Idempotency-Key", ParameterLocation.Header,
        "The sender's name for this request, unique within the store: 1 to 255 printable ASCII characters without spaces. Remembered for 7 days unless set otherwise.",
        "order-2539-completed");

    internal static readonly Taken IfMatch = new("If-Match", ParameterLocation.Header,
        "Versions of which the order must be at one, as ETag gives them; `*` for any. Else 412.", "*");

    private static readonly Sample Updated = new(200, "changed", "Carried out.",
        """{"success":true,"message":"Order Order #2539 status updated to \"completed\".","order_number":"Order #2539","woo_order_id":2539,"order_status":"completed","changed":true,"previous_status":"processing","outcome":"changed","version":2}""");

    private static readonly Sample Unchanged = new(200, "unchanged", "The order had this status.",
        """{"success":true,"message":"Order Order #2539 status updated to \"completed\".","order_number":"Order #2539","woo_order_id":2539,"order_status":"completed","changed":false,"previous_status":"completed","outcome":"unchanged","version":2}""");

    private static readonly Sample Unusual = new(200, "unusual", "Taken, and flagged as unusual.",
        """{"success":true,"message":"Order Order #2539 status updated to \"processing\".","order_number":"Order #2539","woo_order_id":2539,"order_status":"processing","changed":true,"previous_status":"completed","outcome":"changed","version":3,"warning":"Unusual move from \"completed\" to \"processing\"."}""");

    private static readonly Sample Stale = new(200, "stale", "A later status is known.",
        """{"success":true,"message":"Order Order #2539 status not changed: a later status is known.","order_number":"Order #2539","woo_order_id":2539,"order_status":"processing","changed":false,"previous_status":"processing","outcome":"stale","version":4}""");

    private static readonly Sample[] ViciAnswers =
    [
        Updated, Unchanged, Unusual, Stale,
        new(400, "status", "The status is none of the vocabulary.",
            """{"error":"Invalid order_status. Allowed: pending, processing, completed, on-hold, cancelled, refunded, failed, checkout-draft, draft"}"""),
        new(400, "missing", "There is no status.", """{"error":"Missing order_status. Send JSON body: { \"order_status\": \"completed\" } (or \"status\")."}"""),
        new(400, "id", "The order id is no whole number.", """{"error":"Invalid order ID. Use the numeric order ID (e.g. 2539)."}"""),
        NotJson, ViciUnauthorized, Forbidden("push"),
        new(404, "unknown", "The key's store has no such order.",
            """{"error":"Order not found","order_id":9999,"message":"No order with ID 9999. Ensure the order exists in the dashboard."}"""),
        MoveNotAllowed, VersionMoved, TooLarge, NoJsonType, KeyReused, FromTheFuture, TooMany, NotNow,
    ];

    private static readonly ApiOperation UpdateStatus =
        new("Update an order's status, its id in the body", Vici + "\n\n" + Retries, ViciAnswers)
        {
            Parameters = [IdempotencyKey, IfMatch],
            Bodies = [new(0, "status", "The order id is a number or a string of digits.", """{"order_id":2539,"order_status":"completed"}""")],
        };

    private static readonly ApiOperation Status = new("Update an order's status",
        Vici + "\n\n" + Retries + """


        A store of another dialect than vici and woocommerce is answered in our own shape (example `own`): its own text ids, its own
        vocabulary in `status`, beside it `payment_status` and `fulfilment_status` (any of them alone), and problem+json for every error.
        """,
        [
            .. ViciAnswers,
            new(200, "own", "The answer to a store of another dialect.",
                """{"order":{"id":"472819365047","number":"1042","status":"confirmed","phase":"in_progress","payment_status":null,"fulfilment_status":null,"updated_at":"2026-11-21T05:34:56.428751+00:00"},"changed":true,"previous_status":"pending","outcome":"changed","version":2,"warning":null}"""),
        ])
    {
        Parameters = [new("orderId", ParameterLocation.Path, "The WooCommerce order id, digits only.", "2539"), IdempotencyKey, IfMatch],
        Bodies =
        [
            new(0, "status", "As the vendor prints it.", """{"order_status":"completed"}"""),
            new(0, "timed", "With the sender's time and a reason.",
                """{"status":"processing","occurred_at":"2026-11-20T10:30:00Z","reason":"Payment cleared"}"""),
        ],
    };

    private static readonly ApiOperation Register = new("Register an order, or update what is known of it",
        """
        For stores of dialect vici and woocommerce; any other store is answered as by `POST /api/orders`, in our own shape.

        A WooCommerce order object (REST API v3), full or minimal: `id` or `number` is needed. A new order is answered 201. Of a known one,
        what changed is recorded, and a changed status is a push like any other. Without a status a new order is `pending`.
        `date_modified_gmt` is the time of what is reported: older than the last applied status, nothing of it is applied.

        """ + Retries,
        new(201, "registered", "The order is new.",
            """{"success":true,"order_id":"2539","order_number":"Order #2539","order_status":"processing","changed":true,"previous_status":null,"outcome":"registered","version":1}"""),
        new(200, "known", "The order was known; outcome says what came of it.",
            """{"success":true,"order_id":"2539","order_number":"Order #2539","order_status":"processing","changed":false,"previous_status":"processing","outcome":"unchanged","version":1}"""),
        Problem(400, "id", "A member is missing or cannot be read.", "Bad Request",
            "Missing id. Send a WooCommerce order with \"id\" (or \"number\")."),
        NotJson, ViciUnauthorized, Forbidden("push"), MoveNotAllowed, VersionMoved, TooLarge, NoJsonType, KeyReused, FromTheFuture, TooMany, NotNow)
    {
        Parameters = [IdempotencyKey, IfMatch],
        Bodies =
        [
            new(0, "minimal", "The least that makes an order worth counting.", """{"id":2539,"status":"processing","currency":"EUR","total":"149.90"}"""),
            new(0, "full", "Money as decimal strings, times in UTC.",
                """{"id":2540,"number":"2540","status":"processing","currency":"EUR","total":"149.90","date_created_gmt":"2026-11-20T09:30:00","date_modified_gmt":"2026-11-20T09:31:00","date_paid_gmt":"2026-11-20T09:31:00","customer_id":77,"billing":{"first_name":"Ada","last_name":"Byron","email":"ada@example.com","phone":"+44 20 7946 0000"},"line_items":[{"name":"Sample kit","quantity":2,"total":"149.90"}],"refunds":[]}"""),
        ],
    };

    private static readonly Taken[] WooHeaders =
    [
        new("X-WC-Webhook-Topic", ParameterLocation.Header,
            "order.created, order.updated, order.restored or order.deleted; any other is answered 200 ignored.",
                "order.updated") { Required = true },
        new("X-WC-Webhook-ID", ParameterLocation.Header, "The webhook's id; stands in the history as the actor.", "7"),
        new("X-WC-Webhook-Delivery-ID", ParameterLocation.Header,
            "With the body, the name of the delivery: the same one again gets the first outcome.", "7f3c9a1e55d0"),
    ];

    private static readonly ApiOperation Woo = new("WooCommerce's webhook, for the store 'default'",
        """
        Set up in WooCommerce under Settings > Advanced > Webhooks with the delivery URL of this route and the store's webhook secret.
        The signature is checked over the raw bytes. WooCommerce never retries and ends a webhook after repeated failures, so what is not
        for the ledger (other topics, drafts, deletions of unknown orders) is answered 200 `ignored`. `order.deleted` hides the order from
        lists and KPIs, its stream stays; `order.restored` brings it back. The unsigned form `webhook_id=N`, which WooCommerce sends when
        the webhook is made, is answered 200 with an empty body.
        """,
        new(200, "ok", "Taken; outcome says what came of it.", """{"status":"ok","topic":"order.updated","outcome":"changed","version":2}"""),
        new(200, "ignored", "Not for the ledger.", """{"status":"ignored","topic":"product.updated"}"""),
        NotJson, WrongSignature, MoveNotAllowed, TooLarge, FromTheFuture, NotNow)
    {
        Parameters = WooHeaders,
        Proofs = [ApiDocument.Signature],
        Bodies = [new(0, "order", "An order object, as WooCommerce builds it.", """{"id":2539,"status":"completed","date_modified_gmt":"2026-11-20T10:00:00"}""")],
    };

    public static readonly (string Route, ApiOperation Operation)[] All =
    [
        ("PATCH /api/orders/{orderId}/status", Status),
        ("POST /api/orders/update-status", UpdateStatus),
        ("PATCH /api/orders/update-status", UpdateStatus),
        ("POST /api/webhooks/order", Register),
        ("POST /api/webhooks/woocommerce", Woo),
        ("POST /api/webhooks/woocommerce/{store}", Woo with
        {
            Summary = "WooCommerce's webhook, for the store named",
            Parameters = [new("store", ParameterLocation.Path, "The store's name.", "default"), .. WooHeaders],
        }),
    ];
}
