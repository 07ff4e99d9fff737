using Microsoft.OpenApi;
using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>The routes that look back: what happened to an order, between two of its versions, and across orders.</summary>
internal static class ApiAudit
{
    private static readonly Taken OrderId = new("orderId", ParameterLocation.Path, "The store's own id of the order.", "2539");

    private static readonly ApiOperation Events = new("What happened to one order, newest first",
        """
        Each event with who brought it, by which way and when it was recorded; `event` holds its own members, as they are stored, `state` the order as the
        event left it. `occurred_at` is the sender's time, else ours; `flags.late` says that it lies more than 5 minutes before the recording,
        `flags.unusual` that the vendor's own list of moves does not have this one, `flags.stale` that an older status was reported and not applied.
        `held_s` is how long the status that was left had lasted, in seconds.
        """,
        new(200, "page", "One page.",
            """{"order_id":"2539","events":[{"version":5,"seq":5,"type":"status_changed","actor":"bootstrap","source":"vici","recorded_at":"2026-11-21T05:32:35.63884+00:00","occurred_at":"2026-11-21T05:32:35.63884+00:00","request_id":"req_01a1fc9797af7e5b80afe39ac2b9749f","delivery_id":null,"flags":{"unusual":false,"stale":false,"late":false},"held_s":55.11907,"event":{"from":"processing","to":"completed","raw":"completed","phase":"done","occurred_at":null,"reason":null,"unusual":false},"state":{"status":"completed","phase":"done","payment_status":null,"fulfilment_status":null,"total":149.90,"refunded":null,"currency":"EUR","deleted":false}}],"next_before":5}"""),
        Problem(400, "limit", "A parameter cannot be read, or is unknown.", "Bad Request", "limit takes a number from 1 to 200."),
        Unauthorized, Forbidden("read"), NoOrder, TooMany, Away)
    {
        Parameters =
        [
            OrderId,
            Filter("limit", "Events on a page, 1 to 200. Default 50.", "50"),
            Filter("before", "next_before of the page before: only events of lower versions.", "5"),
        ],
    };

    private static readonly ApiOperation Diff = new("What changed between two versions of an order",
        """
        Each member that differs, as GET /api/orders/{id} names it, with its value at both versions; members of `details` as `details.NAME`, null where there
        was none. Left out is what follows from other members or changes with every event: `allowed_next`, `overdue`, `updated_at`. `events` are those after
        `from`, up to and with `to`: the first 200; `events_left_out` says how many more there are.
        """,
        new(200, "diff", "The difference.",
            """{"order_id":"2539","from":{"version":1,"recorded_at":"2026-11-21T05:31:40.51977+00:00"},"to":{"version":2,"recorded_at":"2026-11-21T05:32:35.63884+00:00"},"changes":[{"member":"status","from":"processing","to":"completed"},{"member":"phase","from":"in_progress","to":"done"},{"member":"details.customer","from":null,"to":{"name":"Ada Byron"}}],"events":[{"version":2,"seq":5,"type":"status_changed","actor":"bootstrap","source":"vici","recorded_at":"2026-11-21T05:32:35.63884+00:00"}],"events_left_out":0}"""),
        Problem(400, "version", "The order has no such version, or a parameter cannot be read.", "Bad Request", "The order has versions 1 to 5.",
            ",\"version\":5"),
        Unauthorized, Forbidden("read"), NoOrder, TooMany, Away)
    {
        Parameters =
        [
            OrderId,
            Filter("from", "A version, from 1.", "1") with { Required = true },
            Filter("to", "A version not below from. The latest unless given.", "2"),
        ],
    };

    private static readonly ApiOperation Across = new("What happened in the store, newest first",
        """
        The events of all orders of the key's store and, for a key of scope `admin`, the administrative actions of the store, in the order they were recorded.
        Filters narrow together. An action has no order, status or `occurred_at`: filters of these leave actions out. An unknown parameter is a 400.
        `Link: <...>; rel="next"` leads to the next page; no line is met twice or passed over, whatever is recorded meanwhile. `total` counts all pages: exact
        where there is one page or one order, else an estimate of the database's.
        """,
        new(200, "page", "One page.",
            """{"entries":[{"kind":"order","seq":1041,"order_id":"2539","version":5,"type":"status_changed","actor":"bootstrap","source":"vici","status_from":"processing","status_to":"completed","phase":"done","recorded_at":"2026-11-21T05:32:35.63884+00:00","occurred_at":"2026-11-21T05:32:35.63884+00:00","correlation_id":"req_01a1fc9797af7e5b80afe39ac2b9749f","unusual":false,"stale":false,"held_s":55.11907},{"kind":"action","seq":1040,"type":"key_revoked","actor":"operator","source":"cli","recorded_at":"2026-11-21T05:30:00.119+00:00","request_id":null,"concerns_all":false,"data":{"name":"old key"}}],"total":{"count":1000,"exact":false},"next_cursor":"1040"}"""),
        Problem(400, "filter", "A filter cannot be read, or is unknown.", "Bad Request", "kind takes: all, orders, actions."),
        Unauthorized, Forbidden("read"),
        Problem(403, "admin", "kind=actions wants a key of scope admin.", "Forbidden", "This key lacks the scope 'admin'.", ",\"scope\":\"admin\""),
        TooMany, Away)
    {
        Parameters =
        [
            Filter("store", "The key's own store; another is a 400.", "default"),
            Filter("kind", "orders: events of orders; actions: administrative actions; all. Default all; without scope admin it shows orders.", "all"),
            Filter("recorded_from", "Recorded at or after: a day or a time, ISO 8601, in the store's time zone unless it names one.", "2026-11-01"),
            Filter("recorded_to", "Recorded before this time; a day means its end.", "2026-11-30"),
            Filter("occurred_from", "Occurred at or after, by the sender's time, else ours.", "2026-11-01"),
            Filter("occurred_to", "Occurred before this time; a day means its end.", "2026-11-30"),
            Filter("actor", "Who brought it: a key's name, or a signed-in user.", "bootstrap"),
            Filter("source", "The way it came in.", "vici"),
            Filter("type", "The type of an event or of an action.", "status_changed"),
            Filter("status_from", "The status that was left.", "processing"),
            Filter("status_to", "The status that was entered, or reported too late.", "completed"),
            Filter("order", "The store's own id of an order.", "2539"),
            Filter("correlation_id", "The X-Request-Id of the request that brought it.", "req_01a1fc9797af7e5b80afe39ac2b9749f"),
            Filter("unusual", "true: only moves outside the vendor's own list.", "false"),
            Filter("limit", "Lines on a page, 1 to 200. Default 50.", "50"),
            Filter("cursor", "next_cursor of the page before.", "1040"),
        ],
    };

    public static readonly (string Route, ApiOperation Operation)[] All =
    [
        ("GET /api/orders/{orderId}/history", Events),
        ("GET /api/orders/{orderId}/diff", Diff),
        ("GET /api/audit", Across),
    ];

    private static Taken Filter(string name, string meaning, string example) => new(name, ParameterLocation.Query, meaning, example);
}
