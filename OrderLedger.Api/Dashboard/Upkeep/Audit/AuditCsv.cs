using System.Runtime.CompilerServices;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Dashboard.Upkeep.Audit;

/// <summary>GET /activity.csv: the lines that the filters of the address leave, newest first, as a table.</summary>
internal static class AuditCsv
{
    private const int ReadMax = 1_000;

    private static readonly SentTable Table = new("audit", [
        "seq", "recorded_at", "occurred_at", "order_id", "version", "type", "status_from", "status_to", "phase", "held_seconds", "actor",
        "source",
        "correlation_id", "unusual", "stale", "late", "action",
    ]);

    public static async Task<IResult> Get(Visit visit, AuditList audit, Actions actions, CancellationToken stop)
    {
        var (filter, refused) = AuditRoutes.Read(visit, new(visit.Http.Request));
        return filter is null
            ? refused!
            : await Table.Send(visit, actions, Address.Names(visit, but: ["cursor", "limit"]), Pages(audit, filter, stop), stop);
    }

    private static async IAsyncEnumerable<IEnumerable<object?[]>> Pages(AuditList audit, AuditFilter filter,
        [EnumeratorCancellation] CancellationToken stop)
    {
        filter = filter with { Before = long.MaxValue, Limit = ReadMax };
        while (true)
        {
            var page = await audit.Page(filter, stop);
            yield return page.Lines.Select(Row);
            if (page.Next is not { } next)
                yield break;
            filter = filter with { Before = next };
        }
    }

    private static object?[] Row(AuditLine line)
    {
        var e = line as AuditLine.OfOrder;
        return
        [
            line.Seq, line.RecordedAt, e?.OccurredAt, e?.OrderId, e?.Version, line.Type, e?.StatusFrom, e?.StatusTo, e?.Phase,
            e?.Held?.TotalSeconds,
            line.Sender.Actor, line.Sender.Source, line.Sender.RequestId, e?.Unusual, e?.Stale, e?.Late, line is AuditLine.OfStore a
                ? ActionWords.Of(a)
                : null,
        ];
    }
}
