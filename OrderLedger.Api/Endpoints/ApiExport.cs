using Microsoft.OpenApi;
using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>The route of the export.</summary>
internal static class ApiExport
{
    private static readonly ApiOperation File = new("All events of a store, as a file",
        """
        The events and administrative actions of the key's store, in the order they were recorded. `ndjson` is a JSON object per line: the first says what was
        asked for and holds the latest checkpoint, then the events with all that proves them, in the place of other stores' events hashes, and last how many
        events there are. `verify --export` and tools/verify_export.py check it without this server (docs/proof.md). `csv` is a table of the same events.

        What lacks its last line was cut off: ask again with `after` and append what comes. Streamed, without a limit of time.
        """,
        new(200, "ndjson", "Lines of JSON (`application/x-ndjson`); the first is shown. With gzip, `application/gzip`.",
            """{"orderledger":"export/1","store":"default","from":null,"to":null,"checkpoint":null}"""),
        new(200, "csv", "With format=csv, a table.",
            "seq,store,order_id,version,type,actor,source,status_from,status_to,recorded_at,occurred_at,correlation_id,reason,unusual,stale\r\n"
            + "1,default,2539,1,order_registered,bootstrap,vici,,processing,2026-11-21T10:04:11.306522Z,,req_1,,false,false\r\n"),
        Problem(400, "parameter", "A parameter cannot be read, or is unknown.", "Bad Request", "format takes ndjson or csv."),
        Unauthorized, Forbidden("admin"), TooMany, Away)
    {
        Parameters =
        [
            new("format", ParameterLocation.Query, "ndjson or csv.", "csv") { Required = true },
            new("from", ParameterLocation.Query, "Recorded at this time or later: a time in ISO 8601 or a day for its begin, UTC unless it says otherwise.", "2026-11-01"),
            new("to", ParameterLocation.Query, "Recorded before this time; a day means its begin.", "2026-12-01"),
            new("after", ParameterLocation.Query, "Continues behind the event of this seq, without a first line.", "4711"),
            new("checkpoint", ParameterLocation.Query, "With after: the size of the checkpoint in the first line that was got; 0 where there was none.", "4000"),
            new("gzip", ParameterLocation.Query, "true: compressed.", "false"),
        ],
    };

    public static readonly (string Route, ApiOperation Operation)[] All = [("GET /api/audit/export", File)];
}
