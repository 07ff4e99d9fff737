namespace OrderLedger.Api.Pushes.Refused;

/// <summary>Holds what several routes of refused pushes share.</summary>
internal static class RefusedPushWords
{
    public static async Task<RejectedPush?> Find(string id, Caller caller, RejectedPushes pushes, CancellationToken stop) =>
        Guid.TryParse(id, out var known) ? await pushes.Find(caller.Store.Name, known, stop) : null;

    public static IResult NoPush(string id) => Problem.Of(404, "There is no such refused push.", new() { ["id"] = id });

    public static object Shown(RejectedPush push) => new
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
        push.OrderId,
        push.State,
        push.Tries,
        push.TriedAt,
        push.DismissedBy,
        push.DismissedAt,
        push.BodyBytes,
        body = Body(push.Body),
    };

    // JSON where the pushes' own reader takes it, else text.
    public static object? Body(byte[]? raw) => raw is null or [] ? null
        : JsonBody.Parse(raw) is { Fault: null, Json: var json } ? json
        : Encoding.UTF8.GetString(raw);
}
