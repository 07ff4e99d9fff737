using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>The results of undoing a change; <c>List</c> is where its orders were chosen.</summary>
public sealed record BulkUndone(IReadOnlyList<BulkLine> Lines, ListAddress List)
{
    public int Count(BulkOutcome outcome) => Lines.Count(l => l.Outcome == outcome);
}

/// <summary>
/// POST /orders/bulk/undo: sets orders back to the status they had before a change of many. The form names the changes; what they were is
/// read from the events, which bear the name of the bulk. A status that was changed again is left alone, so nothing is undone twice.
/// </summary>
internal static class BulkUndo
{
    /// <summary>The reason in the events.</summary>
    public const string Reason = "undone";

    // An order may change for another reason while it is set back.
    private const int TurnsMax = 3;

    public static void Map(IEndpointRouteBuilder pages) =>
        pages.MapPost("/orders/bulk/undo", Post).WithMetadata(new Needs(Role.Operator));

    private static async Task<IResult> Post(Visit visit, StatusChanges changes, LedgerWriter writer, CancellationToken stop)
    {
        var form = await visit.Http.Request.ReadFormAsync(stop);
        var asked = form["change"].Select(ChangeMade.Parse).OfType<ChangeMade>().DistinctBy(c => c.OrderId).ToList();
        if (!Guid.TryParse(form["bulk"], out var bulk) || asked.Count is 0 or > Selection.OrdersMax)
            return Page.Error(visit, 400, "This form is incomplete. Go back, reload the page and send it again.");
        var (lines, left) = (new Dictionary<string, BulkLine>(), asked);
        for (var turn = 1; turn <= TurnsMax && left.Count > 0; turn++)
        {
            var since = await changes.Since(visit.Store.Name, BulkUpdate.Delivery(bulk), left, stop);
            foreach (var line in await Task.WhenAll(since.Select(change => SetBack(visit, writer, bulk, change))))
                lines[line.OrderId] = line;
            left = [.. left.Where(c => lines[c.OrderId].IsLate)];
        }
        return Page.Of<BulkUndoneView>(visit,
            new BulkUndone([.. asked.Select(c => lines[c.OrderId])], ListViews.Asked(visit, form["back"]).Address));
    }

    private static async Task<BulkLine> SetBack(Visit visit, LedgerWriter writer, Guid bulk, ChangeSince since)
    {
        var id = since.Made.OrderId;
        if (since is not { Change: { } change, Order: { Deleted: false } order })
            return new(id, since.Order?.Number ?? id, BulkOutcome.Unchanged,
                since.Order is { Deleted: true } ? "The shop deleted this order." : "There is no such change to undo.");
        if (!since.IsLast)
            return new(id, order.Number, BulkOutcome.Unchanged, order.Status == change.From ? $"is {order.Status} again already"
                : order.Status == change.To ? $"was set to {order.Status} again since"
                : $"is {order.Status} now, no longer {change.To}");
        if (StatusUpdate.Of(visit, id, change.From, Reason, order.Version) is not { } update)
            return new(id, order.Number, BulkOutcome.Refused, $"No order of this store can be set to \"{change.From}\".");
        var line = await BulkUpdate.Line(writer, id, update with { Sender = visit.By with { DeliveryId = $"undo:{bulk:n}" } });
        return line with { Number = order.Number, CanUndo = null };
    }
}
