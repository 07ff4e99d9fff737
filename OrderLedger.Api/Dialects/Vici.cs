using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Dialects;

/// <summary>
/// The Vici dashboard's dialect (the Vici document), as Make.com speaks it: a numeric order id, one of nine statuses in <c>order_status</c>
/// (or <c>status</c>), the key in a header or the query, errors as <c>{ "error": "..." }</c>. Its printed answers are kept byte for byte.
/// </summary>
public static class Vici
{
    internal const string Source = "vici";

    private static readonly string Allowed = string.Join(", ", Vocabularies.Vici.Pushable);

    /// <summary>PATCH and POST without an id in the URL: automation tools break on dynamic ones.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapMethods("/api/orders/update-status", [HttpMethods.Post, HttpMethods.Patch], UpdateStatus)
            .WithTags("Dialect A: Vici").WithSummary("Update an order's status, its id in the body");

    private static async Task<IResult> UpdateStatus(HttpRequest request, Gate gate, LedgerWriter writer, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Push, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return Refusal(admission, request.HttpContext.Response);
        StatusRoute.LeaveSource(request, caller.Store);
        var body = await JsonBody.Read(request, stop);
        return body.Problem ?? await StatusRoute.PushStatus(request, caller, body.Json.TextOrNumber("order_id") ?? "", body, writer, stop);
    }

    /// <summary>From a proven caller on: parse, push, answer, refuse.</summary>
    internal static async Task<IResult> PushStatus(
        HttpRequest request, Caller caller, string orderId, JsonBody body, LedgerWriter writer, CancellationToken stop)
    {
        if (OrderIds.Numeric(orderId) is not { } id)
            return Error(400, "Invalid order ID. Use the numeric order ID (e.g. 2539).");
        if ((body.Json.Member("order_status") ?? body.Json.Member("status")) is not { } sent
            || sent is { ValueKind: JsonValueKind.String } && string.IsNullOrWhiteSpace(sent.GetString()))
            return Error(400, "Missing order_status. Send JSON body: { \"order_status\": \"completed\" } (or \"status\").");
        if (sent.ValueKind != JsonValueKind.String || Vocabularies.Vici.Read(sent.GetString()!) is not { } status)
            return Error(400, $"Invalid order_status. Allowed: {Allowed}");
        var extra = PushBody.Read(body.Json);
        if (extra.Fault is { } fault)
            return Error(400, fault);
        var key = id.ToString(CultureInfo.InvariantCulture);
        var headers = PushHeaders.Read(request, key, body.Raw);
        if (headers.Problem is { } wrong)
            return wrong;

        var push = new Push(new StatusWord(status, sent.GetString()!))
        {
            OccurredAt = extra.OccurredAt,
            Reason = extra.Reason,
            ExpectedVersions = headers.ExpectedVersions,
        };
        var answer = await writer.Submit(
            new(new(caller.Store.Name, key), push, caller.Store.RulesFor(Vocabularies.Vici),
                new(caller.Name, Source, request.HttpContext.TraceIdentifier), headers.Keys), stop);

        return answer switch
        {
            Answer.Done done => Success(request.HttpContext.Response, id, status, done),
            Answer.Refused { Why: Domain.Refusal.UnknownOrder } => Reply.Json(
                new NotFound("Order not found", id, $"No order with ID {id}. Ensure the order exists in the dashboard."),
                    ViciJson.Wired.NotFound, 404),
            _ => Refusals.Answer(request.HttpContext.Response, answer),
        };
    }

    internal static IResult Refusal(Admission admission, HttpResponse response)
    {
        if (admission is not Admission.Unproven)
            return admission.Refusal(response);
        response.Headers.WWWAuthenticate = "ApiKey realm=\"orderledger\"";
        return Error(401, "Unauthorized. Send x-api-key header or api_key query with your WEBHOOK_API_KEY.");
    }

    private static IResult Success(HttpResponse response, long id, string status, Answer.Done done)
    {
        var (outcome, order) = (done.Outcome, done.Outcome.Order);
        PushHeaders.Tell(response, done);
        var stale = outcome.Kind == OutcomeKind.Stale;
        var number = Titled(order.Number);
        return Reply.Json(new Updated(
            true,
            stale ? $"Order {number} status not changed: a later status is known." : $"Order {number} status updated to \"{status}\".",
            number, id, order.Status, outcome.Changed, outcome.PreviousStatus, outcome.Kind, order.Version)
        {
            Warning = outcome.Unusual ? $"Unusual move from \"{outcome.PreviousStatus}\" to \"{status}\"." : null,
        }, ViciJson.Wired.Updated);
    }

    /// <summary>The vendor shows every number as "Order #2539".</summary>
    internal static string Titled(string number) =>
        number.StartsWith("Order #", StringComparison.Ordinal) ? number : $"Order #{number.TrimStart('#')}";

    private static IResult Error(int status, string error) => Reply.Json(new Fault(error), ViciJson.Wired.Fault, status);

    internal sealed record Updated(
        bool Success, string Message, string OrderNumber, long WooOrderId, string OrderStatus,
        bool Changed, string? PreviousStatus, OutcomeKind Outcome, long Version)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Warning { get; init; }
    }

    internal sealed record Fault(string Error);

    internal sealed record NotFound(string Error, long OrderId, string Message);
}

[JsonSerializable(typeof(Vici.Updated))]
[JsonSerializable(typeof(Vici.Fault))]
[JsonSerializable(typeof(Vici.NotFound))]
internal sealed partial class ViciJson : JsonSerializerContext
{
    public static readonly ViciJson Wired = new(new JsonSerializerOptions(Wire.Options));
}
