using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>Our own routes that take orders, and many pushes at once.</summary>
internal static class ApiIntake
{
    private static readonly ApiOperation Register = new("Register an order, or update what is known of it, in our own shape",
        """
        For a store of any dialect. Only `id` and `status` are required. The ledger reads `number` (or `order_number`, `reference`, `display_id`), `status`,
        `payment_status`, `fulfilment_status`, `total` (or `amount`), `refunded`, `currency`, `created_at` and `occurred_at`; every other member is kept as it
        is and shown again by the routes of the store's vendor. A new order is answered 201. Of a known one, what changed is recorded, and a
        changed status is a push like any other.

        """ + ApiPushes.Retries,
        new(201, "registered", "The order is new.",
            """{"order":{"id":"2541","number":"2541","status":"pending","phase":"open","payment_status":null,"fulfilment_status":null,"updated_at":"2026-11-21T07:27:32.710862+00:00"},"changed":true,"previous_status":null,"outcome":"registered","version":1,"warning":null}"""),
        new(200, "known", "The order was known; outcome says what came of it.",
            """{"order":{"id":"2541","number":"2541","status":"pending","phase":"open","payment_status":null,"fulfilment_status":null,"updated_at":"2026-11-21T07:27:32.710862+00:00"},"changed":false,"previous_status":"pending","outcome":"unchanged","version":1,"warning":null}"""),
        Problem(400, "status", "A member is missing or cannot be read.", "Bad Request",
            "Missing status. Allowed: pending, confirmed, in_progress, completed, cancelled, returned"),
        NotJson, Unauthorized, Forbidden("push"), MoveNotAllowed, VersionMoved, TooLarge, NoJsonType, KeyReused, FromTheFuture, TooMany, NotNow)
    {
        Parameters = [ApiPushes.IdempotencyKey, ApiPushes.IfMatch],
        Bodies =
        [
            new(0, "minimal", "The least there may be.", """{"id":"2541","status":"pending"}"""),
            new(0, "full", "With what the ledger counts by, and members that are handed through.",
                """{"id":"2542","number":"2542","status":"processing","payment_status":"paid","total":5200,"currency":"COP","created_at":"2026-11-20T09:30:00Z","customer_name":"Juan García","customer_email":"juan@example.com","items":[{"id":"1","product_name":"Café","quantity":2,"unit_price":2500,"total_price":5000}]}"""),
        ],
    };

    private static readonly ApiOperation Bulk = new("Update the statuses of up to 1,000 orders, each by itself",
        """
        Each row is a push by itself, decided in the order of the rows, with its own outcome: the answer is 200 when rows were refused. A row takes `order_id`,
        `status`, and what else a single push of the store takes. One `Idempotency-Key` names the whole request. Where vendors want all or nothing,
        they have their own route (Genuka's bulk-update).
        """,
        new(200, "rows", "One result per row, in their order.",
            """{"results":[{"order_id":"2539","status":200,"outcome":"changed","changed":true,"order_status":"completed","previous_status":"processing","version":4,"replayed":false},{"order_id":"9","status":404,"outcome":"refused","changed":false,"error":"Order not found"}],"counts":{"changed":1,"refused":1,"total":2}}"""),
        Problem(400, "rows", "There are no rows, or more than 1,000.", "Bad Request",
            "Send 1 to 1000 rows: { \"updates\": [{ \"order_id\": \"2539\", \"status\": \"completed\" }] }"),
        NotJson, Unauthorized, Forbidden("push"), TooLarge, NoJsonType, TooMany, NotNow)
    {
        Parameters = [ApiPushes.IdempotencyKey],
        Bodies =
        [
            new(0, "rows", "Rows may carry their own time and reason.",
                """{"updates":[{"order_id":"2539","status":"completed"},{"order_id":"9","status":"completed","reason":"Picked up"}]}"""),
        ],
    };

    public static readonly (string Route, ApiOperation Operation)[] All =
    [
        ("POST /api/orders", Register),
        ("POST /api/orders/bulk-status", Bulk),
    ];
}
