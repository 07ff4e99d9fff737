using Microsoft.OpenApi;
using OrderLedger.Api.Ledger.Rebuilding;
using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>The projections and their rebuilds.</summary>
internal static class ApiProjections
{
    private const string Id = "01a1fd90-61d2-7c55-9f0a-1d2e8c5b7a10";

    private const string Waiting =
        $$"""{"id":"{{Id}}","projections":["kpi"],"store":"default","actor":"bootstrap","state":"waiting","events":0,"done":0,"percent":0,"rate":0,"eta_s":null,"head":0,"error":null,"asked_at":"2026-11-21T10:04:11.306522+00:00","began_at":null,"ended_at":null,"duration_s":null}""";

    private const string Copying =
        $$"""{"id":"{{Id}}","projections":["kpi"],"store":"default","actor":"bootstrap","state":"copying","events":1000000,"done":420000,"percent":42,"rate":205882,"eta_s":2.8,"head":1000000,"error":null,"asked_at":"2026-11-21T10:04:11.306522+00:00","began_at":"2026-11-21T10:04:11.312047+00:00","ended_at":null,"duration_s":null}""";

    private static readonly Taken RebuildId = new("id", ParameterLocation.Path, "The rebuild's id.", Id);

    private static readonly Sample NoRebuild = Problem(404, "unknown", "There is no such rebuild, or it is another store's.",
        "Not Found", "There is no such rebuild.", ",\"id\":\"7\"");

    private static readonly Sample NoParameter = Problem(400, "parameter", "This route takes no parameter in the query.",
        "Bad Request", "Unknown parameter: store. Known: none.");

    private static readonly Sample NoBody = Problem(400, "body", "The request has a body.", "Bad Request", "This route takes no body. Send none.");

    private static readonly ApiOperation List = new("The projections and their state",
        """
        What is derived from the events and kept in tables. Each push writes them in its own transaction: `position` is the head of the ledger, `lag` is 0.
        `state` is current, outdated (an older build made the rows; the server rebuilds them by itself) or rebuilding. `rows` is PostgreSQL's estimate, of
        the whole ledger. Only rebuilds that make rows of the key's store are shown.
        """,
        new(200, "projections", "All of them.",
            """{"projections":[{"name":"kpi","about":"Orders and money by day of creation, currency and status; what each source brought.","version":2,"position":1000000,"lag":0,"state":"rebuilding","rows":5480,"last_rebuild":{"id":"01a1fd15-507b-72fd-a676-fad4b55a9740","store":null,"ended_at":"2026-11-20T08:00:04.5+00:00","duration_s":4.5,"events":990000},"rebuild":"""
            + Copying + "}]}"),
        NoParameter, Unauthorized, Forbidden("read"), TooMany, Away);

    private static readonly ApiOperation Ask = new("Rebuild a projection, or all",
        """
        New tables are made from the events beside those in use, and take their place in one short step; reads and pushes go on. It makes the rows of the
        key's store, or all rows where this is the ledger's only store. `Location` is where to look how it goes. One rebuild runs at a time.
        """,
        new(202, "asked", "It is asked for and begins at once.", Waiting),
        NoParameter, NoBody, Unauthorized, Forbidden("admin"),
        Problem(404, "unknown", "There is no such projection.", "Not Found", "There is no projection of this name. Known: orders, kpi, visits, all.",
            ",\"known\":[\"orders\",\"kpi\",\"visits\",\"all\"]"),
        Problem(409, "under_way", "Another one is under way. Where it is another store's, only its state is told.", "Conflict",
            $"A rebuild is under way: {Id} is copying. Wait for it or cancel it.", $",\"id\":\"{Id}\",\"state\":\"copying\""),
        Problem(409, "outdated", "An older build made the rows, and the ledger has several stores.", "Conflict",
            "'kpi' was made by an older build, so it must be rebuilt for all stores: run `rebuild kpi` on the server."),
        TooLarge, TooMany, Away)
    {
        Parameters = [new("name", ParameterLocation.Path, "orders, kpi, visits, or all.", "kpi")],
    };

    private static readonly ApiOperation Rebuilds = new("The latest rebuilds, newest first",
        "Up to 20 that make rows of the key's store: its own, and those of all stores (`store` null).",
        new(200, "rebuilds", "The rebuilds.", """{"rebuilds":[""" + Copying + "]}"), NoParameter, Unauthorized, Forbidden("read"), TooMany, Away);

    private static readonly ApiOperation One = new("How a rebuild goes",
        """
        `state` goes through waiting, copying, indexing, catching_up, swapping to done; or it is cancelled or failed (`error` says why), and the tables in
        use are as they were. `rate` is in events per second. `eta_s` is of the copying, the longest step; null where it is not known. `head` is the event
        that the new tables are up to.
        """,
        new(200, "rebuild", "The rebuild.", Copying), NoParameter, Unauthorized, Forbidden("read"), NoRebuild, TooMany, Away)
    {
        Parameters = [RebuildId],
    };

    private static readonly ApiOperation Cancel = new("Cancel a rebuild",
        """
        It ends within a second, its new tables go, those in use are as they were. Look at the rebuild: it may have been done just before. A rebuild of all
        stores is cancelled by the key of a store only where it is the only one; of several, none ends what the others wait for.
        """,
        new(202, "told", "It is told to end.", Copying), NoParameter, NoBody, Unauthorized, Forbidden("admin"), NoRebuild,
        Problem(403, "all_stores", "It is of all stores, and there are several.", "Forbidden", RebuildDesk.OfAllStores, $",\"id\":\"{Id}\",\"state\":\"copying\""),
        Problem(409, "ended", "It has ended already.", "Conflict", "This rebuild has ended already: it is done.", $",\"id\":\"{Id}\",\"state\":\"done\""),
        TooLarge, TooMany, Away)
    {
        Parameters = [RebuildId],
    };

    public static readonly (string Route, ApiOperation Operation)[] All =
    [
        ("GET /api/projections", List),
        ("POST /api/projections/{name}/rebuild", Ask),
        ("GET /api/projections/rebuilds", Rebuilds),
        ("GET /api/projections/rebuilds/{id}", One),
        ("POST /api/projections/rebuilds/{id}/cancel", Cancel),
    ];
}
