using OrderLedger.Api.Ledger.Auditing;

namespace OrderLedger.Api.Audit;

/// <summary>
/// GET /api/audit: who did what, across the orders of the key's store and to the store itself, newest first (docs/audit.md).
/// </summary>
[Access(Scope.Read), Tags("Audit")]
public static class ListAudit
{
    [WolverineGet("/api/audit")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, AuditList audit, CancellationToken stop)
    {
        var (filter, fault) = AuditQuery.Read(new Query(request), caller.Store);
        if (filter is null)
            return Problem.Of(400, fault!);
        if (!caller.May(Scope.Admin))
        {
            if (!filter.WithOrders)
                return Problem.Forbidden(Scope.Admin);
            filter = filter with { WithActions = false };
        }
        var types = AuditQuery.Types(filter);
        if (filter.Type is { } type && !types.Contains(type))
            return Problem.Of(400, $"type takes: {string.Join(", ", types)}.");

        var page = await audit.Page(filter, stop);
        var next = page.Next?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (next is not null)
            PageLink.SetNext(request, next);
        return Reply.Json(new { entries = page.Lines.Select(Line), total = new { page.Count, exact = page.IsExact }, nextCursor = next });
    }

    private static object Line(AuditLine line) => line switch
    {
        AuditLine.OfOrder e => new
        {
            kind = "order",
            e.Seq,
            e.OrderId,
            e.Version,
            e.Type,
            e.Sender.Actor,
            e.Sender.Source,
            e.StatusFrom,
            e.StatusTo,
            e.Phase,
            e.RecordedAt,
            e.OccurredAt,
            correlationId = e.Sender.RequestId,
            e.Unusual,
            e.Stale,
            heldS = e.Held?.TotalSeconds,
        },
        AuditLine.OfStore a =>
            new
            {
                kind = "action",
                a.Seq,
                a.Type,
                a.Sender.Actor,
                a.Sender.Source,
                a.RecordedAt,
                a.Sender.RequestId,
                a.ConcernsAll,
                a.Data
            },
        _ => throw new InvalidOperationException($"There is no line of {line.GetType()}."),
    };
}
