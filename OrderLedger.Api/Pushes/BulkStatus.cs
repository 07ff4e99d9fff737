using System.Text.Json.Nodes;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Api.Pushes;

/// <summary>
/// POST /api/orders/bulk-status: up to 1,000 pushes in one request, each decided for itself and answered in its row. The answer is 200 when
/// rows were refused too; 503 only when none could be decided.
/// </summary>
[Access(Scope.Push), PushSource(Source), Tags("Orders")]
public static class BulkStatus
{
    /// <summary>Most rows of one request.</summary>
    public const int RowsMax = 1_000;

    public const string Source = "bulk";

    /// <summary>Where a row is a push by itself.</summary>
    private const string RowPath = "/api/orders/update-status";

    private static readonly Dictionary<string, string> RowHeaders = new() { ["Content-Type"] = "application/json" };

    [WolverinePost("/api/orders/bulk-status")]
    public static async Task<IResult> Post(HttpRequest request, Caller caller, LedgerWriter writer, RejectedPushes inbox,
        CancellationToken stop)
    {
        var response = request.HttpContext.Response;
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        if (body.Json.Member("updates") is not { ValueKind: JsonValueKind.Array } updates || updates.GetArrayLength() is 0 or > RowsMax)
            return Problem.Of(400,
                $"Send 1 to {RowsMax} rows: {{ \"updates\": [{{ \"order_id\": \"2539\", \"status\": \"completed\" }}] }}");
        var headers = PushHeaders.Read(request, "", body);
        if (headers.Problem is { } wrong)
            return wrong;

        var sender = caller.By(request.HttpContext.TraceIdentifier, Source) with { Notes = body.Notes };
        var rows = updates.EnumerateArray().Select((row, i) => Row.Read(row, caller.Store, KeysOf(headers, i))).ToList();
        var results = await Task.WhenAll(rows.Select(row => row.Result(caller.Store, sender, writer, stop)));
        await Keep(updates, results, sender, caller.Store, inbox);
        if (Array.TrueForAll(results, r => (int)r["status"]! == StatusCodes.Status503ServiceUnavailable))
            return Problem.Unavailable(response, (string)results[0]["error"]!);
        return Reply.Json(new { results, counts = Counts(results) });
    }

    // One name of the whole request, so one for each row. "b:" keeps them apart from the names of single pushes.
    private static IReadOnlyList<IdempotencyKey> KeysOf(PushHeaders headers, int row) =>
        [.. headers.Keys.Select(k => k with { Key = string.Create(CultureInfo.InvariantCulture, $"b:{row}:{k.Key}") })];

    // The answer is 200, but a row that was refused is a refused push: replayed it is one by itself, its id in the body.
    private static async Task Keep(JsonElement updates, JsonObject[] results, Sender sender, Store store, RejectedPushes inbox)
    {
        var refused = updates.EnumerateArray().Zip(results).Where(r => (int)r.Second["status"]! is 400 or 404 or 409 or 422)
            .Select(r => (r.Second, Body: Encoding.UTF8.GetBytes(r.First.GetRawText())))
            .Select(r => new RejectedPush(
                Guid.CreateVersion7(), store.Name, HttpMethods.Post, RowPath, "", RowHeaders, sender.Actor, sender.RequestId!,
                (int)r.Second["status"]!, (string)r.Second["error"]!)
            { Body = r.Body, Source = Source, OrderId = RefusedOrder.Of(r.Body, store) })
            .ToList();
        if (refused.Count > 0)
            await inbox.Keep(refused, CancellationToken.None);
    }

    private static SortedDictionary<string, int> Counts(JsonObject[] results) => new(
        results.GroupBy(r => (string)r["outcome"]!).ToDictionary(g => g.Key, g => g.Count()), StringComparer.Ordinal)
    {
        ["total"] = results.Length,
    };

    /// <summary>One push of the request, or what is wrong with it.</summary>
    private sealed record Row(string OrderId, Push? Push, string? Fault, IReadOnlyList<IdempotencyKey> Keys)
    {
        private IReadOnlyList<string> Notes { get; init; } = [];

        public static Row Read(JsonElement json, Store store, IReadOnlyList<IdempotencyKey> keys)
        {
            var sent = (json.ValueKind == JsonValueKind.Object ? json.Id("order_id") : null) ?? "";
            if (OrderIds.Read(sent, store) is not { } id)
                return new(sent, null, $"Invalid order_id. Send {OrderIds.Wanted(store)}.", keys);
            var faults = new FieldFaults();
            var (push, fault) = OwnStatus.Parse(json, store, faults);
            return new(id, push, fault, keys) { Notes = faults.AsNotes() };
        }

        public async Task<JsonObject> Result(Store store, Sender sender, LedgerWriter writer, CancellationToken stop)
        {
            if (Push is null)
                return Refused(StatusCodes.Status400BadRequest, Fault!);
            try
            {
                var noting = sender with { Notes = [.. sender.Notes, .. Notes] };
                return await writer.Submit(new(new(store.Name, OrderId), Push, store.RulesFor(store.Vocabulary), noting, Keys), stop) switch
                {
                    Answer.Done done => Done(done),
                    Answer.Refused { Why: var why } => Refused(Refusals.StatusOf(why), Refusals.Sentence(why), Refusals.Facts(why)),
                    _ => throw new InvalidOperationException("A push by itself is done or refused."),
                };
            }
            catch (LedgerUnavailableException away)
            {
                return Refused(StatusCodes.Status503ServiceUnavailable, away.Message);
            }
        }

        private JsonObject Done(Answer.Done done)
        {
            var result = Plain(done);
            if (done.Outcome.Notes is { } notes)
                result["notes"] = JsonSerializer.SerializeToNode(notes);
            return result;
        }

        private JsonObject Plain(Answer.Done done) => new()
        {
            ["order_id"] = OrderId,
            ["status"] = StatusCodes.Status200OK,
            ["outcome"] = JsonSerializer.SerializeToNode(done.Outcome.Kind),
            ["changed"] = done.Outcome.Changed,
            ["order_status"] = done.Outcome.Order.Status,
            ["previous_status"] = done.Outcome.PreviousStatus,
            ["version"] = done.Outcome.Order.Version,
            ["replayed"] = done.Replayed,
        };

        private JsonObject Refused(int status, string error, JsonObject? facts = null)
        {
            var result = new JsonObject
            {
                ["order_id"] = OrderId,
                ["status"] = status,
                ["outcome"] = status == StatusCodes.Status503ServiceUnavailable ? "unavailable" : "refused",
                ["changed"] = false,
                ["error"] = error,
            };
            foreach (var (name, value) in facts ?? [])
                result[name] = value?.DeepClone();
            return result;
        }
    }
}
