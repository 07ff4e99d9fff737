using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.WizCommerce;

/// <summary>
/// The WizCommerce document: <c>PATCH /v1/orders/{id}/status</c> with a status in the body (or, as the document's
/// parameter table has it, in <c>?status=</c>); the answer is the whole order in <c>data</c>. The vendor prints no errors: problem+json,
/// ours.
/// </summary>
internal static class WizCommerceDialect
{
    public const string Name = "wizcommerce";

    private static readonly string Allowed = string.Join(", ", Vocabularies.WizCommerce.Pushable);

    private static readonly string[] Contact = ["id", "first_name", "last_name", "email", "phone", "designation"];

    private static readonly string[] Address =
    [
        "id", "first_name", "last_name", "phone", "email", "address_line_1", "address_line_2", "city", "state", "country", "zip_code",
    ];

    /// <summary>Parses and checks a push.</summary>
    public static async Task<(IResult?, UnderstoodPush?)> Understand(string id, HttpRequest request, Caller caller, CancellationToken stop)
    {
        if (OrderIds.Read(id, caller.Store) is not { } orderId)
            return (NotFound(id), null);
        var raw = await JsonBody.Bytes(request, stop);
        var body = raw.Length == 0 ? JsonBody.Empty : JsonBody.Read(request, raw);
        if (body.Problem is { } problem)
            return (problem, null);
        var faults = new FieldFaults();
        var (push, fault) = Parse(body.Json, request.Query["status"], caller.Store, faults);
        if (push is null)
            return (Problem.Of(400, fault!), null);
        var headers = PushHeaders.Read(request, $"{orderId}\n{request.Query["status"]}", body);
        if (headers.Problem is { } wrong)
            return (wrong, null);
        var sender = caller.By(request.HttpContext.TraceIdentifier, Name) with { Notes = faults.AsNotes(body.Notes) };
        var submission = headers.ToSubmission(caller.Store, orderId, push, Vocabularies.WizCommerce, sender) with { ShowsDetails = true };
        return (null, new(submission, (http, answer) => AnswerTo(http.Response, orderId, answer)));
    }

    private static IResult AnswerTo(HttpResponse response, string orderId, Answer answer)
    {
        switch (answer)
        {
            case Answer.Done done:
                PushHeaders.Tell(response, done);
                return One(VendorOrder.Of(orderId, done), done.Outcome.Notes);
            case Answer.Refused { Why: Refusal.UnknownOrder }:
                return NotFound(orderId);
            default:
                return Refusals.Answer(response, answer);
        }
    }

    private static (Push?, string? Fault) Parse(JsonElement json, string? inQuery, Store store, FieldFaults faults)
    {
        var inBody = SentStatus.In(json, "status");
        if (inBody is null && string.IsNullOrWhiteSpace(inQuery))
            return (null, $"Missing status. Send JSON body: {{ \"status\": \"confirmed\" }}. Allowed: {Allowed}");
        var sent = inBody ?? JsonSerializer.SerializeToElement(inQuery);
        if (SentStatus.Read(sent, Vocabularies.WizCommerce) is not { } status)
            return (null, SentStatus.Fault("status", sent, Allowed));
        var extra = PushBody.Read(json, store, faults);
        return (new Push(status) { OccurredAt = extra.OccurredAt, Reason = extra.Reason }, null);
    }

    internal static IResult One(VendorOrder order, IReadOnlyList<string>? notes = null) => InData.One(order, Write, notes);

    /// <summary>A page as the vendor's document does not print one: <c>data</c>, and in <c>pagination</c> where it stands.</summary>
    internal static IResult Many(IReadOnlyList<DetailedOrder> orders, NumberedPage page, long total) =>
        InData.Many(orders, Write, new("pagination", "page_size", page, total));

    private static void Write(Utf8JsonWriter json, VendorOrder order)
    {
        var now = order.Order;
        json.WriteStartObject();
        json.WriteString("id", order.Id);
        order.WriteKept(json, "reference_id", "display_id", "customer_id");
        json.WriteString("status", now.Status);
        VendorOrder.WriteAmount(json, "amount", now.Total);
        order.WriteKept(json, "amount_paid");
        json.WriteString("payment_status", now.PaymentStatus);
        json.WriteString("fulfillment_status", now.FulfilmentStatus);
        order.WriteKept(json, "payment_method_id", "payment_method", "payment_term", "shipping_method", "freight_term", "internal_note",
            "customer_note", "shipment_date", "due_date", "source", "price_list_id");
        order.WriteKeptObjects(json, "primary_contact", Contact);
        order.WriteKeptObjects(json, "shipping_address", Address);
        order.WriteKeptObjects(json, "billing_address", Address);
        order.WriteKept(json, "po_number");
        VendorOrder.WriteTime(json, "created_at", now.CreatedAt, VendorOrder.Exact);
        VendorOrder.WriteTime(json, "updated_at", now.UpdatedAt, VendorOrder.Exact);
        json.WriteEndObject();
    }

    internal static IResult NotFound(string id) => Problem.Of(404, "Order not found", new() { ["order_id"] = id });
}
