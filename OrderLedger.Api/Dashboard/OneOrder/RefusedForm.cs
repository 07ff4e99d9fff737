using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Dashboard.Upkeep.Rejected;
using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>On the page of an order: tries a refused change again, or puts it aside.</summary>
internal static class RefusedForm
{
    public static void Map(IEndpointRouteBuilder pages) =>
        pages.MapPost("/order/refused", Take).WithMetadata(new Needs(Role.Operator));

    /// <summary>Where the form of an order is sent to.</summary>
    public static string Url(Visit visit, string orderId) => visit.Url($"/order/refused?id={Uri.EscapeDataString(orderId)}");

    private static async Task<IResult> Take(Visit visit, RejectedPushes pushes, Replay replay, CancellationToken stop)
    {
        if (OrderUrl.IdIn(visit.Http.Request) is not { } order)
            return Page.Error(visit, 404, "There is no such order.");
        var form = await visit.Http.Request.ReadFormAsync(stop);
        var push = Guid.TryParse(form["push"], out var id) ? await pushes.Find(visit.Store.Name, id, stop) : null;
        var notice = push is null || push.OrderId != order
            ? new Notice("This refused change is kept no more.", IsFault: true)
            : form["do"] == "dismiss" ? await Dismissed(visit, push, pushes, stop) : await TriedAgain(visit, push, replay, stop);
        return notice.Then(visit.Http, OrderUrl.Of(visit, order));
    }

    private static async Task<Notice> Dismissed(Visit visit, RejectedPush push, RejectedPushes pushes, CancellationToken stop)
    {
        await pushes.Dismiss(push.Store, push.Id, visit.By, stop);
        return new("Dismissed. It is kept in the list of refused changes.");
    }

    private static async Task<Notice> TriedAgain(Visit visit, RejectedPush push, Replay replay, CancellationToken stop)
    {
        var tried = await replay.Run(push, RejectedPage.CallerOf(visit), visit.By, stop);
        return tried.State == RejectedPush.Replayed
            ? new("Carried out now.")
            : new($"Refused again: {RefusedWords.Of(tried, visit.Store)}", IsFault: true);
    }
}
