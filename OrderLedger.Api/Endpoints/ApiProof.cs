using Microsoft.OpenApi;
using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>Receipts, checkpoints and the keys they are signed with.</summary>
internal static class ApiProof
{
    private const string Older =
        """orderledger-5106f37509ea3b37\n4\n/lwsFnd0sYHgKPBNKi4sX0YnbrLloyLe3kxJQep6pLE=\ntime 2026-11-21T13:40:49.130943Z\n\n— orderledger-5106f37509ea3b37 23MSzDBFAiBSzaaRMqytd4je/xyX3AAAPqRMb3H6+fbEInBpuQH87AIhAKGmMdu0nltzCdaMqNEjl2bASYXkW1gkDhNti04VFHVO\n""";

    private const string Newer =
        """orderledger-5106f37509ea3b37\n5\nyekP2+R+Rk1WM4ki71RoMoO9MzGXUNwzbWz2QTodG+s=\ntime 2026-11-21T13:40:49.176955Z\n\n— orderledger-5106f37509ea3b37 23MSzDBGAiEA7zIx6cgrJIgoZhNW6xi7xhW6Eclxd3oeBL6N4EgNf0MCIQCqh7rSxE5VDGctJ00brAH/Vhf60Htt9QqD18Xv5d+7pQ==\n""";

    private const string Line =
        $$"""{"size":5,"root":"c9e90fdbe47e464d56338922ef54683283bd33319750dc336d6cf6413a1d1beb","time":"2026-11-21T13:40:49.176955+00:00","note":"{{Newer}}"}""";

    private static readonly Sample NoParameter = Problem(400, "parameter", "This route takes no parameter in the query.",
        "Bad Request", "Unknown parameter: store. Known: none.");

    private static readonly Sample Stopped = Problem(503, "stopped", "No checkpoint can be signed, or the database is away.", "Service Unavailable",
        "The tree of the first 5 events and actions is not the one that was signed outside the database. 'verify' names the first that differs. See docs/proof.md.");

    private static readonly Sample None = Problem(404, "none", "No checkpoint has this size.", "Not Found", "There is no checkpoint of size 7.");

    private static readonly Taken Size = new("size", ParameterLocation.Path, "The checkpoint's size, or `latest`.", "4");

    private static readonly ApiOperation Receipt = new("Proof that an event of an order is in the ledger",
        """
        The event as it stands (`data`, with the `salt` of its personal part), what is hashed of it (`entry`), its leaf and place in the tree, the hashes from
        there to the root of a checkpoint, and the checkpoint. Kept somewhere else, it proves later what was recorded. An event that no checkpoint covers
        yet gets one now. docs/proof.md says how to check it.
        """,
        new(200, "receipt", "The receipt.",
            """{"order_id":"2531","version":2,"entry":{"actor":"bootstrap","data_hash":"16074ca568af854bca86ece268dbb998a6665031d39b63ea0186d7e177d7208a","event_id":"01a1fe56-933b-7bb0-8ccb-356a6d80e7aa","prev":"84846706457ab0dadf0b5bf2154a19e600d1d84f737a9de8afe0452c20c9bbc2","request_id":"req_01a1fe569331717f8dc783575d6777c2","source":"vici","stream":"2531","tenant":"default","ts":"2026-11-21T13:40:49.076927Z","type":"status_changed","version":2},"data":{"to":"completed","raw":"completed","from":"processing","phase":"done","unusual":false},"salt":null,"personal":null,"leaf":"8b7957ae76845ac95376534a97280b8683fffad21c64f466c601f03adff60cbb","place":3,"tree_size":4,"inclusion":["ca222fe13c16ab09e7604d14f6bd7b7af87aed9dc4463854a661072da4db2787","8b511a19ec7994a4dced6d1dd564b53efd92c203aad9089e4ad58896f4fbb0e4"],"checkpoint":" """.TrimEnd() + Older + "\"}"),
        Problem(400, "version", "The version is none.", "Bad Request", "version takes a number from 1."),
        Unauthorized, Forbidden("read"), NoOrder,
        Problem(404, "no_version", "The order has no such event.", "Not Found", "There is no order 2531 with a version 9."), TooMany, Stopped)
    {
        Parameters =
        [
            new("orderId", ParameterLocation.Path, "The order.", "2531"),
            new("version", ParameterLocation.Query, "The event's version; the latest when it is left out.", "2"),
        ],
    };

    private static readonly ApiOperation List = new("The checkpoints, newest first",
        "Signed states of the whole ledger, of all stores together: number of events and actions, root of the hash tree, time. The `note` is what was signed.",
        new(200, "checkpoints", "A page of them.", "{\"checkpoints\":[" + Line + "],\"next_before\":null}"),
        Problem(400, "before", "A parameter is none.", "Bad Request", "before takes a size, as next_before gives it."),
        Unauthorized, Forbidden("read"), TooMany, Away)
    {
        Parameters =
        [
            new("limit", ParameterLocation.Query, "Most checkpoints on the page, 1 to 200 (50).", "50"),
            new("before", ParameterLocation.Query, "`next_before` of the page before.", "4096"),
        ],
    };

    private static readonly ApiOperation Make = new("A checkpoint of all that is there now",
        "They are made every 30 seconds anyway. When nothing was recorded since the latest, that one is answered.",
        new(201, "made", "The latest checkpoint.", Line), NoParameter, Unauthorized, Forbidden("admin"),
        Problem(409, "empty", "Nothing was recorded yet.", "Conflict", "The ledger is empty: there is nothing to sign."), TooLarge, TooMany, Stopped);

    private static readonly ApiOperation One = new("One checkpoint, as it was signed", "A signed note (c2sp.org/signed-note), to be kept outside.",
        new(200, "note", "The note.", Older.Replace("\\n", "\n", StringComparison.Ordinal)), NoParameter, Unauthorized, Forbidden("read"), None, TooMany, Away)
    {
        Parameters = [Size],
    };

    private static readonly ApiOperation Consistency = new("Proof that one checkpoint is the beginning of another",
        "The hashes of RFC 6962, section 2.1.2: with them and the two roots anybody can check that nothing the first covers was changed for the second.",
        new(200, "proof", "Both notes and the hashes.", $$"""{"first":"{{Older}}","second":"{{Newer}}","path":["8163e8b85c18fd100c15d65d3c2a97962262dc68e32122749348db56e78f62d8"]}"""),
        Problem(400, "order", "The first is the larger.", "Bad Request", "The first size is the smaller one: /api/checkpoints/4/consistency/5."),
        Unauthorized, Forbidden("read"), None, TooMany, Away)
    {
        Parameters =
        [
            new("size", ParameterLocation.Path, "The size of the older checkpoint.", "4"),
            new("larger", ParameterLocation.Path, "The size of the newer one.", "5"),
        ],
    };

    private static readonly ApiOperation Keys = new("The public keys that checkpoints are signed with",
        "PEM, the newest first; a line before each names it and says from when to when it signed. Open to all.",
        new(200, "keys", "The keys.",
            "# orderledger-5106f37509ea3b37+db7312cc, from 2026-11-21T13:40:48Z\n-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE0L6wffMlJYYnp2+a83JofbVDthpL\nTVlODqH4F1L7mgliZZBOs9RVOgiiyKPZzwmBf320nuJ3Snfz0zZE9dx8bA==\n-----END PUBLIC KEY-----\n"),
        Problem(404, "none", "There is no key yet.", "Not Found", "There is no key yet: it is made with the first checkpoint."))
    {
        Proofs = [],
    };

    public static readonly (string Route, ApiOperation Operation)[] All =
    [
        ("GET /api/orders/{orderId}/receipt", Receipt),
        ("GET /api/checkpoints", List),
        ("POST /api/checkpoints", Make),
        ("GET /api/checkpoints/{size}", One),
        ("GET /api/checkpoints/{size}/consistency/{larger}", Consistency),
        ("GET /.well-known/orderledger-checkpoint-key", Keys),
    ];
}
