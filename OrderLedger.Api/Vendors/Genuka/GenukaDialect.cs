using System.Text.Json;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.Genuka;

/// <summary>
/// The Genuka document: <c>PUT /2023-11/admin/orders/{id}/status</c> sets what the body names of an order's status, shipping
/// status, billing status and metadata, and answers the whole order. The key is a Bearer token or in <c>X-API-Key</c>;
/// <c>X-Company</c> names the company.
/// </summary>
internal static class GenukaDialect
{
    public const string Name = "genuka";

    /// <summary>Parses and checks a push to one order.</summary>
    public static async Task<(IResult?, UnderstoodPush?)> Understand(string id, HttpRequest request, Caller caller, CancellationToken stop)
    {
        if (OrderIds.Read(id, caller.Store) is not { } orderId)
            return (GenukaErrors.NotFound(), null);
        var body = await JsonBody.Read(request, stop);
        if (body.Fault is { } unread)
            return (GenukaErrors.Invalid(unread.Status, "body", unread.Error), null);
        var faults = new GenukaFaults();
        var push = Parse(body.Json, faults);
        if (faults.Count > 0)
            return (GenukaErrors.Invalid(422, faults), null);
        var headers = PushHeaders.Read(request, orderId, body.Raw);
        if (headers.Problem is { } wrong)
            return (wrong, null);
        var submission = new Submission(
            Stream: new(caller.Store.Name, orderId),
            Request: push with { ExpectedVersions = headers.ExpectedVersions },
            Rules: caller.Store.RulesFor(Vocabularies.Genuka),
            Sender: new(caller.Name, Name, request.HttpContext.TraceIdentifier),
            Keys: headers.Keys)
        { ShowsDetails = true };
        return (null, new(submission, (http, answer) => AnswerTo(http.Response, orderId, caller.Store, answer)));
    }

    /// <summary>Reads the push that the body asks for. What is wrong with it stands in <paramref name="faults"/>.</summary>
    internal static Push Parse(JsonElement json, GenukaFaults faults)
    {
        var words = Vocabularies.Genuka;
        StatusWord? status = null;
        if (json.Member("status") is { } sent)
            if (sent.ValueKind == JsonValueKind.String && words.Read(sent.GetString()!) is { } word)
                status = new(word, sent.GetString()!);
            else
                faults["status"] = $"Invalid status. Allowed: {string.Join(", ", words.Pushable)}";
        if (json.Member("metadata") is { ValueKind: not JsonValueKind.Object })
            faults["metadata"] = "Invalid metadata. Send an object, whose members are merged into the order's.";
        var extra = PushBody.Read(json);
        if (extra.Fault is { } fault)
            faults[fault.Field] = fault.Error;
        return new(status)
        {
            PaymentStatus = Inner(json, "billing", words.PaymentStatuses, faults),
            FulfilmentStatus = Inner(json, "shipping", words.FulfilmentStatuses, faults),
            Details = Metadata(json),
            OccurredAt = extra.OccurredAt,
            Reason = extra.Reason,
        };
    }

    private static IResult AnswerTo(HttpResponse response, string orderId, Store store, Answer answer)
    {
        switch (answer)
        {
            case Answer.Done done:
                PushHeaders.Tell(response, done);
                return GenukaOrder.Shown(VendorOrder.Of(orderId, done), store);
            case Answer.Refused { Why: Refusal.UnknownOrder }:
                return GenukaErrors.NotFound();
            case Answer.Refused { Why: Refusal.MoveNotAllowed move }:
                return GenukaErrors.Invalid(409, "status", Sentence(move));
            case Answer.Refused { Why: Refusal.FromTheFuture future }:
                return GenukaErrors.Invalid(422, "occurred_at", Refusals.Sentence(future));
            default:
                return Refusals.Answer(response, answer);
        }
    }

    internal static string Sentence(Refusal.MoveNotAllowed move) =>
        $"{Refusals.Sentence(move)} Allowed: {(move.AllowedNext.Count == 0 ? "none" : string.Join(", ", move.AllowedNext))}";

    private static string? Inner(JsonElement json, string name, IReadOnlyList<string> known, GenukaFaults faults)
    {
        string? word = null;
        if (json.Member(name) is { ValueKind: not JsonValueKind.Object })
            faults[name] = $"Invalid {name}. Send an object: {{ \"status\": \"{known[0]}\" }}";
        else if (json.Member(name) is { } inner && !OwnOrder.TryWord(inner, ["status"], known, out word))
            faults[$"{name}.status"] = $"Invalid status. Allowed: {string.Join(", ", known)}";
        return word;
    }

    private static Details? Metadata(JsonElement json) =>
        json.Member("metadata") is { ValueKind: JsonValueKind.Object } metadata && metadata.EnumerateObject().MoveNext()
            ? Details.Of(json.EnumerateObject().Where(m => m.Name == "metadata"))
            : null;
}
