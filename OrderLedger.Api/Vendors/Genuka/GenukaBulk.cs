using System.Security.Cryptography;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;
using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Api.Vendors.Genuka;

/// <summary>
/// <c>PUT /2023-11/admin/orders/status/bulk-update</c>: one push to each of many orders, to all of them or to none.
/// </summary>
[GenukaAccess(Scope.Push), PushSource(GenukaDialect.Name), Tags("Dialect F: Genuka")]
public static class GenukaBulk
{
    public static async Task<(IResult?, UnderstoodGroup?)> Load(HttpRequest request, Caller caller, CancellationToken stop)
    {
        if (GenukaErrors.OfCompany(request, caller) is { } other)
            return (other, null);
        var body = await JsonBody.Read(request, stop);
        if (body.Fault is { } unread)
            return (GenukaErrors.Invalid(unread.Status, "body", unread.Error), null);
        var (refused, faults) = (new GenukaFaults(), new FieldFaults());
        var push = GenukaDialect.Parse(body.Json, caller.Store, refused, faults);
        var ids = OrderIdsOf(body.Json, caller.Store, refused);
        if (refused.Count > 0)
            return (GenukaErrors.Invalid(422, refused), null);
        var headers = PushHeaders.Read(request, "status/bulk-update", body);
        if (headers.Problem is { } wrong)
            return (wrong, null);
        if (headers.ExpectedVersions is not null)
            return (GenukaErrors.Invalid(422, "If-Match", "If-Match names the version of one order. Send its push by itself."), null);
        var sender = caller.By(request.HttpContext.TraceIdentifier, GenukaDialect.Name) with { Notes = faults.AsNotes(body.Notes) };
        var rules = caller.Store.RulesFor(Vocabularies.Genuka);
        return (null, new([.. ids.Select((id, i) =>
            new Submission(new(caller.Store.Name, id), push, rules, sender, KeysOf(headers, id, isFirst: i == 0)))]));
    }

    [WolverinePut("/2023-11/admin/orders/status/bulk-update")]
    public static async Task<IResult> Put(UnderstoodGroup group, LedgerWriter writer, HttpContext http)
    {
        var answers = await writer.SubmitAll([.. group.Pushes], http.RequestAborted);
        if (answers.OfType<Answer.Refused>().Any())
            return Refused(http.Response, [.. group.Pushes.Select(p => p.Stream.OrderId)], answers);
        if (answers.OfType<Answer.Done>().Any(a => a.Replayed))
            http.Response.Headers["Idempotency-Replayed"] = "true";
        return Reply.Noting(new { message = "Orders status updated" }, NotesOf(answers));
    }

    /// <summary>Pushes that are carried out together or not at all.</summary>
    public sealed record UnderstoodGroup(IReadOnlyList<Submission> Pushes);

    /// <summary>The orders named, each once; what is wrong with the list stands in <paramref name="faults"/>.</summary>
    private static List<string> OrderIdsOf(JsonElement json, Store store, GenukaFaults faults)
    {
        if (json.Member("order_ids") is not { ValueKind: JsonValueKind.Array } sent)
        {
            faults["order_ids"] = $"Missing order_ids. Send 1 to {LedgerWriter.GroupMax} ids.";
            return [];
        }
        var ids = new List<string>();
        foreach (var (i, item) in sent.EnumerateArray().Index())
            if (item.ValueKind == JsonValueKind.String && OrderIds.Read(item.GetString()!, store) is { } id)
                ids.Add(id);
            else
                faults[string.Create(CultureInfo.InvariantCulture, $"order_ids.{i}")] = $"Invalid id. Send {OrderIds.Wanted(store)}.";
        ids = [.. ids.Distinct()];
        if (faults.Count == 0 && ids.Count is 0 or > LedgerWriter.GroupMax)
            faults["order_ids"] = $"Send 1 to {LedgerWriter.GroupMax} ids.";
        return ids;
    }

    private static List<string>? NotesOf(Answer[] answers) =>
        answers.OfType<Answer.Done>().SelectMany(a => a.Outcome.Notes ?? []).Distinct().ToList() is { Count: > 0 } notes ? notes : null;

    // The request has one name, each of its pushes must have its own. The first carries the request's as well, so that
    // another request under that name is known even when it names other orders.
    private static IReadOnlyList<IdempotencyKey> KeysOf(PushHeaders headers, string orderId, bool isFirst) =>
    [
        .. headers.Keys.Select(k => k with { Key = "g:" + Hashed($"{k.Key}\n{orderId}") }),
        .. isFirst ? headers.Keys : [],
    ];

    // A name may be as long as a key can be, and would not fit with the order's id.
    private static string Hashed(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private static IResult Refused(HttpResponse response, List<string> ids, Answer[] answers)
    {
        var refused = ids.Zip(answers, (id, answer) => (Id: id, (answer as Answer.Refused)?.Why)).Where(r => r.Why is not null).ToList();
        if (refused.Any(r => r.Why is Refusal.KeyReused))
            return Refusals.Answer(response, new Answer.Refused(new Refusal.KeyReused()));
        if (refused.Any(r => r.Why is Refusal.UnknownOrder))
            return GenukaErrors.NotFound();
        var faults = new GenukaFaults();
        foreach (var (id, why) in refused)
            faults[id] = why is Refusal.MoveNotAllowed move ? GenukaDialect.Sentence(move) : Refusals.Sentence(why!);
        return GenukaErrors.Invalid(refused.Max(r => Refusals.StatusOf(r.Why!)), faults);
    }
}
