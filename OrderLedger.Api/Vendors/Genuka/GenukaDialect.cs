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
        var (refused, faults) = (new GenukaFaults(), new FieldFaults());
        var push = Parse(body.Json, caller.Store, refused, faults);
        if (refused.Count > 0)
            return (GenukaErrors.Invalid(422, refused), null);
        var headers = PushHeaders.Read(request, orderId, body);
        if (headers.Problem is { } wrong)
            return (wrong, null);
        var sender = caller.By(request.HttpContext.TraceIdentifier, Name) with { Notes = faults.AsNotes(body.Notes) };
        var submission = headers.ToSubmission(caller.Store, orderId, push, Vocabularies.Genuka, sender) with { ShowsDetails = true };
        return (null, new(submission, (http, answer) => AnswerTo(http.Response, orderId, caller.Store, answer)));
    }

    /// <summary>
    /// Reads the push that the body asks for. What is odd beside something that is good stands in <paramref name="faults"/> and is left
    /// out; a status that is wrong, and what is odd in a push that says nothing else, stands in <paramref name="refused"/>.
    /// </summary>
    internal static Push Parse(JsonElement json, Store store, GenukaFaults refused, FieldFaults faults)
    {
        var words = Vocabularies.Genuka;
        StatusWord? status = null;
        if (SentStatus.In(json, "status") is { } sent && (status = SentStatus.Read(sent, words)) is null)
            refused["status"] = SentStatus.Fault("status", sent, string.Join(", ", words.Pushable));
        if (json.Member("metadata") is { ValueKind: not JsonValueKind.Object } odd && !IsNothing(odd))
            faults.Add("metadata", "Invalid metadata. Send an object, whose members are merged into the order's.");
        var extra = PushBody.Read(json, store, faults);
        var push = new Push(status)
        {
            PaymentStatus = Inner(json, "billing", words.PaymentStatuses, faults),
            FulfilmentStatus = Inner(json, "shipping", words.FulfilmentStatuses, faults),
            Details = Metadata(json),
            OccurredAt = extra.OccurredAt,
            Reason = extra.Reason,
        };
        if (refused.Count > 0 || push is { Status: null, PaymentStatus: null, FulfilmentStatus: null, Details: null })
            foreach (var fault in faults)
                refused[fault.Field] = fault.Error;
        return push;
    }

    private static IResult AnswerTo(HttpResponse response, string orderId, Store store, Answer answer)
    {
        switch (answer)
        {
            case Answer.Done done:
                PushHeaders.Tell(response, done);
                return GenukaOrder.Shown(VendorOrder.Of(orderId, done), store, done.Outcome.Notes);
            case Answer.Refused { Why: Refusal.UnknownOrder }:
                return GenukaErrors.NotFound();
            case Answer.Refused { Why: Refusal.MoveNotAllowed move }:
                return GenukaErrors.Invalid(409, "status", Sentence(move));
            default:
                return Refusals.Answer(response, answer);
        }
    }

    internal static string Sentence(Refusal.MoveNotAllowed move) =>
        $"{Refusals.Sentence(move)} Allowed: {(move.AllowedNext.Count == 0 ? "none" : string.Join(", ", move.AllowedNext))}";

    private static string? Inner(JsonElement json, string name, IReadOnlyList<string> known, FieldFaults faults)
    {
        if (json.Member(name) is not { } inner || IsNothing(inner))
            return null;
        if (inner.ValueKind == JsonValueKind.Object)
            return new OptionalMembers(inner, faults, name + ".").Word(["status"], known);
        faults.Add(name, $"Invalid {name}. Send an object: {{ \"status\": \"{known[0]}\" }}");
        return null;
    }

    // An empty list is how PHP writes an object without members.
    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim().Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    private static Details? Metadata(JsonElement json) =>
        json.Member("metadata") is { ValueKind: JsonValueKind.Object } metadata && metadata.EnumerateObject().MoveNext()
            ? Details.Of(json.EnumerateObject().Where(m => m.Name == "metadata"))
            : null;
}
