using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Api.Dashboard.Upkeep.Rejected;

/// <summary>The list of refused pushes. <c>Counts</c> says how many are kept in each state, whatever the filter.</summary>
public sealed record RejectedModel(RejectedFilter Filter,
    IReadOnlyList<RejectedPush> Pushes, string? Next, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>The states that are shown, as the address says them.</summary>
    public string State => string.Join(',', Filter.States);

    public bool IsNarrowed =>
        Filter is not { Statuses.Count: 0, Path: null, Text: null, OrderId: null, Actor: null, Source: null, Reason: null, From: null }
        || Filter.To is not null;
}

/// <summary>Refused pushes: why, what was sent, and what to do about it.</summary>
internal static class RejectedPage
{
    private const int LimitMax = 100;

    public static void Map(IEndpointRouteBuilder pages)
    {
        var needed = new Needs(Role.Operator);
        pages.MapGet("/refused", Show);
        // Where somebody reloads what replaying many led to.
        pages.MapGet("/refused/replay", (Visit visit) => Results.LocalRedirect(visit.Url("/refused")));
        pages.MapPost("/refused/replay", ReplayMany).WithMetadata(needed);
        pages.MapGet("/refused/{id}", One);
        pages.MapPost("/refused/{id}/replay", ReplayOne).WithMetadata(needed);
        pages.MapPost("/refused/{id}/dismiss", Dismiss).WithMetadata(needed);
    }

    private static async Task<IResult> Show(Visit visit, RejectedPushes pushes, CancellationToken stop)
    {
        var (filter, fault) = RejectedQuery.Read(visit.Query(), visit.Store, LimitMax, paged: true);
        if (filter is null)
            return Page.Error(visit, 400, fault!);
        var (page, more) = await pushes.Page(filter, stop);
        var next = more ? new OrderCursor(page[^1].ReceivedAt, page[^1].Id.ToString()).ToString() : null;
        return Page.Of<RejectedView>(visit, new RejectedModel(filter, page, next, await pushes.Counts(visit.Store.Name, stop)));
    }

    private static async Task<IResult> One(string id, Visit visit, RejectedPushes pushes, CancellationToken stop) =>
        await Find(id, visit, pushes, stop) is { } push ? Page.Of<RejectedPushView>(visit, push) : NoPush(visit);

    private static async Task<IResult> ReplayOne(string id, Visit visit, RejectedPushes pushes, Replay replay, CancellationToken stop)
    {
        if (await Find(id, visit, pushes, stop) is not { } push)
            return NoPush(visit);
        var tried = await replay.Run(push, CallerOf(visit), visit.By, stop);
        var notice = tried.State == RejectedPush.Replayed
            ? new Notice($"Carried out: it was answered {tried.Status}.")
            : new Notice($"Refused again with {tried.Status}: {tried.Reason}", IsFault: true);
        return notice.Then(visit.Http, visit.Url($"/refused/{tried.Id}"));
    }

    private static async Task<IResult> ReplayMany(Visit visit, Replay replay, CancellationToken stop)
    {
        var (filter, fault) = RejectedQuery.Read(new(visit.Http.Request), visit.Store, Replay.CountMax, paged: false);
        if (filter is null)
            return Page.Error(visit, 400, fault!);
        var replays = await replay.RunAll(filter, CallerOf(visit), visit.By, stop);
        return replays.Tried.Count == 0
            ? new Notice("There was nothing to try again any more.").Then(visit.Http, visit.Url("/refused" + Address.With(visit)))
            : Page.Of<ReplayedView>(visit, replays);
    }

    private static async Task<IResult> Dismiss(string id, Visit visit, RejectedPushes pushes, CancellationToken stop)
    {
        if (await Find(id, visit, pushes, stop) is not { } push)
            return NoPush(visit);
        await pushes.Dismiss(push.Store, push.Id, visit.By, stop);
        var now = await Find(id, visit, pushes, stop);
        var notice = now?.State == RejectedPush.Dismissed
            ? new Notice($"Put aside: {push.Method} {push.Path}. It is kept under Dismissed and can still be tried again.")
            : new Notice($"Not put aside: this change is {(now is null ? "gone" : Payload.Word(now.State))}.", IsFault: true);
        return notice.Then(visit.Http, visit.Url("/refused"));
    }

    // A replay is the visitor's own push; what their key may do was asked at the door.
    internal static Caller CallerOf(Visit visit) => new(visit.Store, "dashboard", visit.Seat.Name, [Scope.Push]);

    private static async Task<RejectedPush?> Find(string id, Visit visit, RejectedPushes pushes, CancellationToken stop) =>
        Guid.TryParse(id, out var known) ? await pushes.Find(visit.Store.Name, known, stop) : null;

    private static IResult NoPush(Visit visit) =>
        Page.Error(visit, 404, "This store keeps no such refused change. The oldest go after 30 days.");
}
