using System.Text.Json;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;
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
        var (push, fault) = Parse(body.Json, caller.Store.Vocabulary);
        if (push is null)
            return (Problem.Of(400, fault!), null);
        var headers = PushHeaders.Read(request, id, body.Raw);
        if (headers.Problem is { } wrong)
            return (wrong, null);
        var submission = new Submission(
            Stream: new(caller.Store.Name, id),
            Request: push with { ExpectedVersions = headers.ExpectedVersions },
            Rules: caller.Store.RulesFor(caller.Store.Vocabulary),
            Sender: new(caller.Name, Source, request.HttpContext.TraceIdentifier),
            Keys: headers.Keys);
        return (null, new(submission, (http, answer) =>
            answer is Answer.Done done ? Success(http.Response, id, done) : Refusals.Answer(http.Response, answer)));
    }

    internal static (Push?, string? Fault) Parse(JsonElement json, Vocabulary vocabulary)
    {
        StatusWord? status = null;
        if ((json.Member("status") ?? json.Member("order_status")) is { } sent)
        {
            if (sent.ValueKind != JsonValueKind.String || vocabulary.Read(sent.GetString()!) is not { } word)
                return (null, $"Invalid status. Allowed: {string.Join(", ", vocabulary.Pushable)}");
            status = new(word, sent.GetString()!);
        }
        if (!OwnOrder.TryWord(json, ["payment_status"], vocabulary.PaymentStatuses, out var payment))
            return (null, $"Invalid payment_status. {OwnOrder.Wanted(vocabulary.PaymentStatuses)}");
        if (!OwnOrder.TryWord(json, ["fulfilment_status", "fulfillment_status"], vocabulary.FulfilmentStatuses, out var fulfilment))
            return (null, $"Invalid fulfilment_status. {OwnOrder.Wanted(vocabulary.FulfilmentStatuses)}");
        if (status is null && payment is null && fulfilment is null)
            return (null, "Missing status. Send JSON body: { \"status\": \"" + vocabulary.Pushable[^1]
                + "\" }; payment_status and fulfilment_status are taken too.");
        var extra = PushBody.Read(json);
        return extra.Fault is { } fault
            ? (null, fault.Error)
            : (new Push(status)
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
        return Reply.Json(new
        {
            order = new { id, order.Number, order.Status, order.Phase, order.PaymentStatus, order.FulfilmentStatus, order.UpdatedAt },
            outcome.Changed,
            outcome.PreviousStatus,
            outcome = outcome.Kind,
            order.Version,
            warning = outcome.Unusual ? $"Unusual move from \"{outcome.PreviousStatus}\" to \"{order.Status}\"." : null,
        }, outcome.Kind == OutcomeKind.Registered ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
