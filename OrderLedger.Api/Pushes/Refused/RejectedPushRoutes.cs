using System.Text;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger;
using Wolverine.Http;

namespace OrderLedger.Api.Pushes.Refused;

/// <summary>/api/rejected-pushes: the refused pushes of the key's store, to be looked at, replayed or put aside.</summary>
[Tags("Rejected pushes")]
public static class RejectedPushRoutes
{
    private const string Path = "/api/rejected-pushes";

    private const int PageMax = 100;

    private static readonly HashSet<string> NotInLinks = new(StringComparer.OrdinalIgnoreCase) { "cursor", "api_key" };

    [WolverineGet(Path), Access(Scope.Read)]
    public static async Task<IResult> List(HttpRequest request, Caller caller, RejectedPushes pushes, CancellationToken stop)
    {
        var (filter, fault) = RejectedQuery.Read(new Query(request), caller.Store, PageMax, paged: true);
        if (filter is null)
            return Problem.Of(400, fault!);

        var (page, more) = await pushes.Page(filter, stop);
        var next = more ? new OrderCursor(page[^1].ReceivedAt, page[^1].Id.ToString()).ToString() : null;
        if (next is not null)
            request.HttpContext.Response.Headers.Link = $"<{NextUrl(request, next)}>; rel=\"next\"";
        return Reply.Json(new { rejectedPushes = page.Select(Shown), nextCursor = next });
    }

    [WolverineGet(Path + "/{id}"), Access(Scope.Read)]
    public static async Task<IResult> One(string id, HttpRequest request, Caller caller, RejectedPushes pushes, CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        return await Find(id, caller, pushes, stop) is { } push ? Reply.Json(Shown(push)) : NoPush(id);
    }

    [WolverinePost(Path + "/{id}/replay"), Access(Scope.Push)]
    public static async Task<IResult> ReplayOne(
        string id, HttpRequest request, Caller caller, RejectedPushes pushes, Replay replay, CancellationToken stop)
    {
        if (await Find(id, caller, pushes, stop) is not { } push)
            return NoPush(id);
        var tried = await replay.Run(push, caller, caller.By(request.HttpContext.TraceIdentifier), stop);
        return Reply.Json(new { tried.Id, tried.State, tried.Status, answer = Body(tried.Answer) });
    }

    [WolverinePost(Path + "/replay"), Access(Scope.Push)]
    public static async Task<IResult> ReplayMany(
        HttpRequest request, Caller caller, Replay replay, CancellationToken stop)
    {
        // A filter that nobody reads would replay everything.
        if (await JsonBody.Bytes(request, stop) is { Length: > 0 } and not [(byte)'{', (byte)'}'])
            return Problem.Of(400, "The filter stands in the query, as in GET /api/rejected-pushes. Send no body.");
        var (filter, fault) = RejectedQuery.Read(new Query(request), caller.Store, Replay.CountMax, paged: false);
        if (filter is null)
            return Problem.Of(400, fault!);

        var (tried, _) = await replay.RunAll(filter, caller, caller.By(request.HttpContext.TraceIdentifier), stop);
        var replayed = tried.Count(p => p.State == RejectedPush.Replayed);
        return Reply.Json(new { tried = tried.Count, replayed, refused = tried.Count - replayed });
    }

    [WolverinePost(Path + "/{id}/dismiss"), Access(Scope.Push)]
    public static async Task<IResult> Dismiss(string id, HttpRequest request, Caller caller, RejectedPushes pushes, CancellationToken stop)
    {
        if (await Find(id, caller, pushes, stop) is not { } push)
            return NoPush(id);
        await pushes.Dismiss(push.Store, push.Id, caller.By(request.HttpContext.TraceIdentifier), stop);
        return await Find(id, caller, pushes, stop) is { } now ? Reply.Json(new { now.Id, now.State }) : NoPush(id);
    }

    private static async Task<RejectedPush?> Find(string id, Caller caller, RejectedPushes pushes, CancellationToken stop) =>
        Guid.TryParse(id, out var known) ? await pushes.Find(caller.Store.Name, known, stop) : null;

    private static IResult NoPush(string id) => Problem.Of(404, "There is no such refused push.", new() { ["id"] = id });

    private static object Shown(RejectedPush push) => new
    {
        push.Id,
        push.ReceivedAt,
        push.Status,
        push.Reason,
        push.Actor,
        push.Method,
        push.Path,
        push.Query,
        push.RequestId,
        idempotencyKey = push.Headers.GetValueOrDefault(Replay.IdempotencyKey),
        push.State,
        push.Tries,
        push.TriedAt,
        push.BodyBytes,
        body = Body(push.Body),
    };

    // JSON where the pushes' own reader takes it, else text.
    private static object? Body(byte[]? raw) => raw is null or [] ? null
        : JsonBody.Parse(raw) is { Fault: null, Json: var json } ? json
        : Encoding.UTF8.GetString(raw);

    private static string NextUrl(HttpRequest request, string next)
    {
        var kept = request.Query.Where(q => !NotInLinks.Contains(q.Key))
            .SelectMany(q => q.Value, (q, value) => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(value ?? "")}&");
        return $"{request.Path}?{string.Concat(kept)}cursor={next}";
    }
}
