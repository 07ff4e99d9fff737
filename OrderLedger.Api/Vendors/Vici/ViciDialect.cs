using System.Text.Json.Serialization;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;
using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Api.Vendors.Vici;

/// <summary>
/// The Vici dashboard's dialect (the Vici document), as Make.com speaks it: a numeric order id, one of nine statuses in <c>order_status</c>
/// (or <c>status</c>), the key in a header or the query, errors as <c>{ "error": "..." }</c>. Its printed answers are kept byte for byte.
/// </summary>
internal static class ViciDialect
{
    public const string Source = "vici";

    public static bool IsSpokenBy(Store store) => store.Dialect is "vici" or "woocommerce";

    /// <summary>Parses and checks a push, in the words of the caller's store: the Vici dialect's or our own.</summary>
    public static (IResult?, UnderstoodPush?) Understand(HttpRequest request, Caller caller, string orderId, JsonBody body) =>
        IsSpokenBy(caller.Store) ? UnderstandVici(request, caller, orderId, body) : OwnStatus.Understand(request, caller, orderId, body);

    public static IResult Error(int status, string error) => Reply.Json(new Fault(error), ViciJson.Wired.Fault, status);

    /// <summary>The vendor shows every number as "Order #2539".</summary>
    public static string Titled(string number) =>
        number.StartsWith("Order #", StringComparison.Ordinal) ? number : $"Order #{number.TrimStart('#')}";

    private static (IResult?, UnderstoodPush?) UnderstandVici(HttpRequest request, Caller caller, string orderId, JsonBody body)
    {
        if (OrderIds.Numeric(orderId) is not { } id)
            return (Error(400, "Invalid order ID. Use the numeric order ID (e.g. 2539)."), null);
        if (SentStatus.In(body.Json, "order_status", "status") is not { } sent)
            return (Error(400, "Missing order_status. Send JSON body: { \"order_status\": \"completed\" } (or \"status\")."), null);
        var words = caller.Store.Vocabulary;
        if (SentStatus.Read(sent, words) is not { } status)
            return (Error(400, Refused(sent, words)), null);
        var faults = new FieldFaults();
        var extra = PushBody.Read(body.Json, caller.Store, faults);
        var key = id.ToString(CultureInfo.InvariantCulture);
        var headers = PushHeaders.Read(request, key, body);
        if (headers.Problem is { } wrong)
            return (wrong, null);

        var push = new Push(status) { OccurredAt = extra.OccurredAt, Reason = extra.Reason };
        var sender = caller.By(request.HttpContext.TraceIdentifier, Source) with { Notes = faults.AsNotes(body.Notes) };
        var submission = headers.ToSubmission(caller.Store, key, push, words, sender);
        return (null, new(submission, (http, answer) => AnswerTo(http, id, status.Status, answer)));
    }

    // The vendor's nine words have its printed sentence, whatever was sent.
    private static string Refused(JsonElement sent, Vocabulary words) => words.CustomMax > 0
        ? SentStatus.Fault("order_status", sent, SentStatus.Allowed(words, words.Pushable))
        : $"Invalid order_status. Allowed: {string.Join(", ", words.Pushable)}";

    private static IResult AnswerTo(HttpContext http, long id, string status, Answer answer) => answer switch
    {
        Answer.Done done => Success(http.Response, id, status, done),
        Answer.Refused { Why: Refusal.UnknownOrder } => Reply.Json(
            new NotFound("Order not found", id, $"No order with ID {id}. Ensure the order exists in the dashboard."),
            ViciJson.Wired.NotFound, 404),
        _ => Refusals.Answer(http.Response, answer),
    };

    private static IResult Success(HttpResponse response, long id, string status, Answer.Done done)
    {
        var (outcome, order) = (done.Outcome, done.Outcome.Order);
        PushHeaders.Tell(response, done);
        var number = Titled(order.Number);
        return Reply.Json(new Updated(
            true,
            outcome.Kind == OutcomeKind.Stale
                ? $"Order {number} status not changed: a later status is known."
                : $"Order {number} status updated to \"{status}\".",
            number, id, order.Status, outcome.Changed, outcome.PreviousStatus, outcome.Kind, order.Version)
        {
            Notes = outcome.Notes,
            Warning = outcome.Unusual ? $"Unusual move from \"{outcome.PreviousStatus}\" to \"{status}\"." : null,
        }, ViciJson.Wired.Updated);
    }

    internal sealed record Updated(
        bool Success, string Message, string OrderNumber, long WooOrderId, string OrderStatus,
        bool Changed, string? PreviousStatus, OutcomeKind Outcome, long Version)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Warning { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? Notes { get; init; }
    }

    internal sealed record Fault(string Error);

    internal sealed record NotFound(string Error, long OrderId, string Message);
}

/// <summary>Our own words where the store speaks another dialect.</summary>
internal sealed class ViciPushSourceAttribute() : PushSourceAttribute(ViciDialect.Source)
{
    protected override string SourceOf(Store store) => ViciDialect.IsSpokenBy(store) ? ViciDialect.Source : OwnStatus.Source;
}

[JsonSerializable(typeof(ViciDialect.Updated))]
[JsonSerializable(typeof(ViciDialect.Fault))]
[JsonSerializable(typeof(ViciDialect.NotFound))]
internal sealed partial class ViciJson : JsonSerializerContext
{
    public static readonly ViciJson Wired = new(new JsonSerializerOptions(Wire.Options));
}
