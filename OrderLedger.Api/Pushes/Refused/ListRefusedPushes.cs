using static OrderLedger.Api.Pushes.Refused.RefusedPushWords;

namespace OrderLedger.Api.Pushes.Refused;

/// <summary>Lists the refused pushes of the key's store, newest first.</summary>
[Access(Scope.Read), Tags("Rejected pushes")]
public static class ListRefusedPushes
{
    private const int PageMax = 100;

    [WolverineGet("/api/rejected-pushes")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, RejectedPushes pushes, CancellationToken stop)
    {
        var (filter, fault) = RejectedQuery.Read(new Query(request), caller.Store, PageMax, paged: true);
        if (filter is null)
            return Problem.Of(400, fault!);

        var (page, more) = await pushes.Page(filter, stop);
        var next = more ? new OrderCursor(page[^1].ReceivedAt, page[^1].Id.ToString()).ToString() : null;
        if (next is not null)
            PageLink.SetNext(request, next);
        return Reply.Json(new { rejectedPushes = page.Select(Shown), nextCursor = next });
    }
}
