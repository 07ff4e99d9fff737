using Microsoft.OpenApi;
using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>The inbox of refused pushes.</summary>
internal static class ApiRejected
{
    private const string Push =
        """{"id":"01a1fd15-507b-72fd-a676-fad4b55a9740","received_at":"2026-11-21T07:49:54.809668+00:00","status":404,"reason":"Order not found","actor":"make","method":"PATCH","path":"/api/orders/2541/status","query":"","request_id":"req_01a1fcff7171ec48566d4cc86500f00a","idempotency_key":null,"state":"open","tries":1,"tried_at":"2026-11-21T07:49:54.809668+00:00","body_bytes":28,"body":{"order_status":"completed"}}""";

    private static readonly Taken Id = new("id", ParameterLocation.Path, "The refused push's id.", "01a1fd15-507b-72fd-a676-fad4b55a9740");

    private static readonly Sample NoPush = Problem(404, "unknown", "The key's store keeps no such push.",
        "Not Found", "There is no such refused push.", ",\"id\":\"7\"");

    private static readonly Taken[] Filters =
    [
        Filter("state", "open (default), replayed, dismissed; several allowed.", "open"),
        Filter("status", "The HTTP status it was answered last; several allowed.", "404"),
        Filter("path", "Stands somewhere in the path or the query.", "/api/orders/"),
        Filter("text", "Stands somewhere in the body, letter for letter.", "completed"),
        Filter("reason", "Stands somewhere in the reason, in capitals or not.", "not found"),
        Filter("source", "The way it came in, as the audit names it.", "vici"),
        Filter("actor", "The name of the key, or of the webhook.", "make"),
        Filter("from", "Received at or after: a day or a time, ISO 8601, in the store's time zone unless it names one.", "2026-11-01"),
        Filter("to", "Received before this time; a day means its end.", "2026-11-30"),
    ];

    private static readonly ApiOperation List = new("Refused pushes, newest first",
        """
        Every push whose sender was proven and that was refused with 400, 404, 409 or 422 is kept with its payload: many senders hide a refusal from their
        users. Kept are up to 10,000 for each store, 256 MiB, 30 days; the oldest go first. A body of more than 16 KiB is shown with the push itself only.
        `Link: <...>; rel="next"` leads to the next page.
        """,
        new(200, "page", "One page.", """{"rejected_pushes":[""" + Push + """],"next_cursor":null}"""),
        Problem(400, "filter", "A filter cannot be read, or is unknown.", "Bad Request", "state takes: open, replayed, dismissed."),
        Unauthorized, Forbidden("read"), TooMany, Away)
    {
        Parameters =
        [
            .. Filters,
            Filter("limit", "Pushes on a page, 1 to 100. Default 25.", "25"),
            Filter("cursor", "next_cursor of the page before.", "NjM5MTUxNjQ2MDAwMDAwMDAwfDI1Mzk"),
        ],
    };

    private static readonly ApiOperation One = new("One refused push, with its whole body", "As it came, and what it was answered last.",
        new(200, "push", "The push.", Push), Unauthorized, Forbidden("read"), NoPush, TooMany, Away)
    {
        Parameters = [Id],
    };

    private static readonly ApiOperation Replay = new("Carry a refused push out again",
        """
        A push like any other, by the key that replays it, with the sender's `Idempotency-Key` or one of its own: replayed twice it is carried out once.
        A push without a time of its own counts as of now: look before you replay an old one. The answer is 200 also when it is refused again; `state` then
        stays `open`.
        """,
        new(200, "replayed", "What came of it; answer is what the sender would have been told.",
            """{"id":"01a1fd15-507b-72fd-a676-fad4b55a9740","state":"replayed","status":200,"answer":{"success":true}}"""),
        Unauthorized, Forbidden("push"), NoPush, TooMany, NotNow)
    {
        Parameters = [Id],
    };

    private static readonly ApiOperation Dismiss = new("Put a refused push aside", "It is listed under `state=dismissed` until it is too old.",
        new(200, "dismissed", "Its state now.", """{"id":"01a1fd15-507b-72fd-a676-fad4b55a9740","state":"dismissed"}"""),
        Unauthorized, Forbidden("push"), NoPush, TooMany, Away)
    {
        Parameters = [Id],
    };

    private static readonly ApiOperation ReplayMany = new("Carry out again what the filter chooses, oldest first",
        "The filter stands in the query, as in `GET /api/rejected-pushes`; there is no body. Up to 1,000 pushes or 20 s; call again for the rest.",
        new(200, "sums", "How many were tried, and what came of them.", """{"tried":1,"replayed":1,"refused":0}"""),
        Problem(400, "filter", "A filter cannot be read, or stands in a body.", "Bad Request",
            "The filter stands in the query, as in GET /api/rejected-pushes. Send no body."),
        Unauthorized, Forbidden("push"), TooMany, NotNow)
    {
        Parameters = [.. Filters, Filter("limit", "Most pushes replayed, 1 to 1,000. Default 1,000.", "1000")],
    };

    public static readonly (string Route, ApiOperation Operation)[] All =
    [
        ("GET /api/rejected-pushes", List),
        ("GET /api/rejected-pushes/{id}", One),
        ("POST /api/rejected-pushes/{id}/replay", Replay),
        ("POST /api/rejected-pushes/{id}/dismiss", Dismiss),
        ("POST /api/rejected-pushes/replay", ReplayMany),
    ];

    private static Taken Filter(string name, string meaning, string example) => new(name, ParameterLocation.Query, meaning, example);
}
