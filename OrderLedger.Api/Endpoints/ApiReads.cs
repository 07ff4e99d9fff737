using Microsoft.OpenApi;
using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>The routes that read.</summary>
internal static class ApiReads
{
    private static readonly Taken OrderId = new("orderId", ParameterLocation.Path, "The store's own id of the order.", "2539");

    private static readonly ApiOperation List = new("Orders, newest first, with counts per status",
        """
        The orders of the key's store, by creation, newest first, deleted ones left out. Filters narrow together; one of several values takes
        them separated by commas or given again. An unknown parameter is a 400. `Link: <...>; rel="next"` leads to the next page.
        `counts` are of all orders under the filter, the choice of statuses aside.
        """,
        new(200, "page", "One page.",
            """{"orders":[{"id":"2539","number":"2539","status":"completed","phase":"done","payment_status":null,"fulfilment_status":null,"total":149.90,"currency":"EUR","source":"intake","customer_name":"Ada Byron","customer_email":"ada@example.com","created_at":"2026-11-20T09:30:00+00:00","status_since":"2026-11-21T05:32:35.63884+00:00","overdue":false,"updated_at":"2026-11-21T05:32:35.63884+00:00","version":5}],"counts":{"total":1,"by_status":{"completed":1}},"next_cursor":null}"""),
        Problem(400, "filter", "A filter cannot be read, or is unknown.", "Bad Request",
            "phase takes: draft, open, in_progress, done, cancelled, refunded, failed."),
        Unauthorized, Forbidden("read"), TooMany, Away)
    {
        Parameters =
        [
            Filter("status", "The vendor's words; several allowed.", "processing,on-hold"),
            Filter("phase", "draft, open, in_progress, done, cancelled, refunded, failed; several allowed.", "open,in_progress"),
            Filter("payment", "Payment statuses; several allowed.", "paid"),
            Filter("source", "The way the order came in: intake, woocommerce or seed.", "intake"),
            Filter("from", "Created at or after: a day or a time, ISO 8601, in the store's time zone unless it names one.", "2026-11-01"),
            Filter("to", "Created before this time; a day means its end.", "2026-11-30"),
            Filter("overdue", "true: only orders longer in their status than the store's limit (pending 24 h, processing 72 h, on-hold 168 h unless set).", "false"),
            Filter("search", "Beginnings of words of the id, the number, the customer's name and e-mail. Up to 200 characters, the first 8 words; all must match.", "ada"),
            Filter("limit", "Orders on a page, 1 to 100. Default 25.", "25"),
            Filter("cursor", "next_cursor of the page before.", "NjM5MTUxNjQ2MDAwMDAwMDAwfDI1Mzk"),
        ],
    };

    private static readonly ApiOperation One = new("One order as it is now, or as it was",
        """
        The fold of the order's events. A deleted order is shown too, with `deleted` true. With `as_of` or `version` it is the fold of those until then:
        without an ETag, and `overdue` as of that moment.
        """,
        new(200, "order", "The order; ETag is its version, unless it is one of the past.",
            """{"id":"2539","number":"2539","status":"completed","phase":"done","payment_status":null,"fulfilment_status":null,"total":149.90,"refunded":null,"currency":"EUR","source":"intake","created_at":"2026-11-20T09:30:00+00:00","status_since":"2026-11-21T05:32:35.63884+00:00","allowed_next":["pending","processing","on-hold","cancelled","refunded","failed","checkout-draft","draft"],"overdue":false,"updated_at":"2026-11-21T05:32:35.63884+00:00","deleted":false,"version":5,"note":null,"details":{"items":[{"name":"Sample kit","total":"149.90","quantity":2}],"billing":{"email":"ada@example.com","last_name":"Byron","first_name":"Ada"},"customer":{"name":"Ada Byron","email":"ada@example.com","phone":null}}}"""),
        new(304, "same", "The order is still at the version that If-None-Match names.", ""),
        Problem(400, "version", "The order has no such version, or a parameter cannot be read or is unknown.", "Bad Request",
            "The order has versions 1 to 5.", ",\"version\":5"),
        Unauthorized, Forbidden("read"), NoOrder,
        Problem(404, "not_yet", "At that moment the order was not known.", "Not Found",
            "The order was not known yet: it was registered at 2026-11-21T05:31:40.5197700+00:00.",
            ",\"order_id\":\"2539\",\"registered_at\":\"2026-11-21T05:31:40.51977+00:00\""),
        TooMany, Away)
    {
        Parameters =
        [
            OrderId,
            Filter("as_of", "The order as it was at this time of recording: a day (its end; today means now) or a time, ISO 8601, in the store's time zone unless it names one.", "2026-11-20T18:00:00Z"),
            Filter("version", "The order at this version. Not together with as_of.", "1"),
            new("If-None-Match", ParameterLocation.Header, "The ETag of an earlier answer.", "\"4\""),
        ],
    };

    public static readonly (string Route, ApiOperation Operation)[] All =
    [
        ("GET /api/orders", List),
        ("GET /api/orders/{orderId}", One),
        ("GET /health/live", new("The process answers", "Looks at nothing else. For a supervisor that restarts what hangs.",
            new Sample(200, "live", "", """{"status":"live"}""")) { Proofs = [] }),
        ("GET /health/ready", new("A push would be taken now",
            "The database answers within 2 s and the server is not stopping. For a load balancer.",
            new Sample(200, "ready", "", """{"status":"ready","head":5,"drift":0,"reconciled":1200,"checkpoints":"signed"}"""),
            Away,
            Problem(503, "stopping", "The server is stopping.", "Service Unavailable", "The server is stopping.")) { Proofs = [] }),
    ];

    private static Taken Filter(string name, string meaning, string example) => new(name, ParameterLocation.Query, meaning, example);
}
