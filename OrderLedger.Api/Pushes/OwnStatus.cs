using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Pushes;

/// <summary>
/// Our own way of pushing a status, for stores of the other dialects: the store's text ids and vocabulary,
/// problem+json for errors, and an answer in plain words of the ledger.
/// </summary>
internal static class OwnStatus
{
    internal const string Source = "api";

    /// <summary>Parses and checks a push.</summary>
    public static (IResult?, UnderstoodPush?) Understand(HttpRequest request, Caller caller, string orderId, JsonBody body)
    {
        if (OrderIds.Read(orderId, caller.Store) is not { } id)
            return (Problem.Of(400, $"Invalid order id. Send {OrderIds.Wanted(caller.Store)}."), null);
        var faults = new FieldFaults();
        var (push, fault) = Parse(body.Json, caller.Store, faults);
        if (push is null)
            return (Problem.Of(400, fault!), null);
        var headers = PushHeaders.Read(request, id, body);
        if (headers.Problem is { } wrong)
            return (wrong, null);
        var sender = caller.By(request.HttpContext.TraceIdentifier, Source) with { Notes = faults.AsNotes(body.Notes) };
        var submission = headers.ToSubmission(caller.Store, id, push, caller.Store.Vocabulary, sender);
        return (null, new(submission, (http, answer) =>
            answer is Answer.Done done ? Success(http.Response, id, done) : Refusals.Answer(http.Response, answer)));
    }

    /// <summary>Reads a push; without one, what is wrong with it.</summary>
    /// <param name="json">The body, or a row of it.</param>
    /// <param name="store">Whose vocabulary and zone it is read in.</param>
    /// <param name="faults">Members that are left out. A push that says nothing else is refused with the first of them.</param>
    internal static (Push?, string? Fault) Parse(JsonElement json, Store store, FieldFaults faults)
    {
        var vocabulary = store.Vocabulary;
        StatusWord? status = null;
        if (SentStatus.In(json, "status", "order_status") is { } sent
            && (status = SentStatus.Read(sent, vocabulary)) is null)
            return (null, SentStatus.Fault("status", sent, SentStatus.Allowed(vocabulary, vocabulary.Pushable)));
        var members = new OptionalMembers(json, faults);
        var payment = members.Word(["payment_status"], vocabulary.PaymentStatuses);
        var fulfilment = members.Word(["fulfilment_status", "fulfillment_status"], vocabulary.FulfilmentStatuses);
        if (status is null && payment is null && fulfilment is null)
            return (null, faults.Count > 0 ? faults[0].Error : "Missing status. Send JSON body: { \"status\": \"" + vocabulary.Pushable[^1]
                + "\" }; payment_status and fulfilment_status are taken too.");
        var extra = PushBody.Read(json, store, faults);
        return (new Push(status)
        {
            PaymentStatus = payment,
            FulfilmentStatus = fulfilment,
            OccurredAt = extra.OccurredAt,
            Reason = extra.Reason,
        }, null);
    }

    internal static IResult Success(HttpResponse response, string id, Answer.Done done)
    {
        var (outcome, order) = (done.Outcome, done.Outcome.Order);
        PushHeaders.Tell(response, done);
        return Reply.Noting(new
        {
            order = new { id, order.Number, order.Status, order.Phase, order.PaymentStatus, order.FulfilmentStatus, order.UpdatedAt },
            outcome.Changed,
            outcome.PreviousStatus,
            outcome = outcome.Kind,
            order.Version,
            warning = outcome.Unusual ? $"Unusual move from \"{outcome.PreviousStatus}\" to \"{order.Status}\"." : null,
        }, outcome.Notes, outcome.Kind == OutcomeKind.Registered ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
