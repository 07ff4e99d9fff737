using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.Whatalo;

/// <summary>
/// The Whatalo document: <c>PATCH /v1/orders/{id}</c> sets an order's status or its payment status, never makes an order;
/// answers in <c>data</c>, errors in <c>error</c> with a code and details. The vendor prints the codes; which HTTP status goes with which
/// is ours.
/// </summary>
internal static class WhataloDialect
{
    public const string Name = "whatalo";

    private static readonly string[] Address = ["name", "phone", "address", "city", "province", "country", "postal_code", "notes"];

    private static readonly string[] Item =
    [
        "id", "product_id", "variant_id", "product_name", "variant_name", "quantity", "unit_price", "total_price", "created_at",
    ];

    /// <summary>Parses and checks a push.</summary>
    public static async Task<(IResult?, UnderstoodPush?)> Understand(string id, HttpRequest request, Caller caller, CancellationToken stop)
    {
        if (OrderIds.Read(id, caller.Store) is not { } orderId)
            return (NotFound(), null);
        var body = await Body(request, stop);
        if (body.Fault is { } unread)
            return (Invalid(unread.Status, "body", unread.Error), null);
        var faults = new FieldFaults();
        var push = Parse(body.Json, caller.Store, faults, out var fault);
        if (fault is not null)
            return (Invalid(422, fault.Field, fault.Error), null);
        var headers = PushHeaders.Read(request, $"{Name}\n{orderId}", body);
        if (headers.Problem is { } wrong)
            return (wrong, null);
        var sender = caller.By(request.HttpContext.TraceIdentifier, Name) with { Notes = faults.AsNotes(body.Notes) };
        var submission = headers.ToSubmission(caller.Store, orderId, push, Vocabularies.Whatalo, sender) with { ShowsDetails = true };
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
                return NotFound();
            case Answer.Refused { Why: Refusal.MoveNotAllowed move }:
                return Invalid(422, "status",
                    $"An order that is '{move.From}' cannot become '{move.To}'. Allowed: {Listed(move.AllowedNext)}");
            case Answer.Refused { Why: Refusal.KeyReused reused }:
                return Invalid(422, "Idempotency-Key", Refusals.Sentence(reused));
            default:
                return Refusals.Answer(response, answer);
        }
    }

    private static async Task<JsonBody> Body(HttpRequest request, CancellationToken stop)
    {
        try
        {
            return await JsonBody.Read(request, stop);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new([], default, new(tooLarge.StatusCode, $"The body is larger than {JsonBody.BytesMax} bytes."));
        }
    }

    // What is odd beside a status or a payment status is left out; a push that says neither is refused for it.
    private static Push Parse(JsonElement json, Store store, FieldFaults faults, out FieldFault? fault)
    {
        StatusWord? status = null;
        fault = SentStatus.In(json, "status") is { } sent && (status = SentStatus.Read(sent, Vocabularies.Whatalo)) is null
            ? new("status", SentStatus.Fault("status", sent, Listed(Vocabularies.Whatalo.Pushable)))
            : null;
        var payment = new OptionalMembers(json, faults).Word(["payment_status"], Vocabularies.Whatalo.PaymentStatuses);
        var extra = PushBody.Read(json, store, faults);
        if (status is null && payment is null)
            fault ??= faults.FirstOrDefault();
        return new Push(status) { PaymentStatus = payment, OccurredAt = extra.OccurredAt, Reason = extra.Reason };
    }

    internal static IResult One(VendorOrder order, IReadOnlyList<string>? notes = null) => InData.One(order, Write, notes);

    /// <summary>A page as the vendor's document does not print one: <c>data</c>, and in <c>meta</c> where it stands.</summary>
    internal static IResult Many(IReadOnlyList<DetailedOrder> orders, NumberedPage page, long total) =>
        InData.Many(orders, Write, new("meta", "limit", page, total));

    private static void Write(Utf8JsonWriter json, VendorOrder order)
    {
        var now = order.Order;
        json.WriteStartObject();
        json.WriteString("id", order.Id);
        order.WriteNumber(json, "order_number");
        json.WriteString("status", now.Status);
        json.WriteString("payment_status", now.PaymentStatus ?? Vocabularies.Whatalo.PaymentStatuses[0]);
        order.WriteKept(json, "payment_method", "shipping_method");
        json.WriteString("currency", now.Currency);
        order.WriteKept(json, "customer_id", "customer_name", "customer_phone", "customer_email");
        order.WriteKeptAmounts(json, "subtotal", "discount_amount", "shipping_cost", "tax_amount");
        VendorOrder.WriteAmount(json, "total", now.Total);
        order.WriteKept(json, "customer_notes", "internal_notes");
        order.WriteKeptObjects(json, "shipping_address", Address);
        order.WriteKept(json, "country_code");
        json.WriteBoolean("is_pending", now.Status == "pending");
        json.WriteBoolean("is_completed", now.Status == "completed");
        json.WriteBoolean("is_cancellable",
            Vocabularies.Whatalo.MoveBetween(now.Status, "cancelled") == Move.Usual && now.Status != "cancelled");
        json.WriteNumber("item_count", ItemCount(order));
        json.WriteBoolean("is_fully_paid", now.PaymentStatus == "paid");
        if (now.Status == "completed" && order.Kept("completed_at") is null)
            VendorOrder.WriteTime(json, "completed_at", now.StatusSince, VendorOrder.Exact);
        else
            order.WriteKept(json, "completed_at");
        VendorOrder.WriteTime(json, "created_at", now.CreatedAt, VendorOrder.Exact);
        VendorOrder.WriteTime(json, "updated_at", now.UpdatedAt, VendorOrder.Exact);
        order.WriteKeptObjects(json, "items", Item);
        json.WriteEndObject();
    }

    private static long ItemCount(VendorOrder order) =>
        order.Kept("item_count") is { ValueKind: JsonValueKind.Number } given && given.TryGetInt64(out var count) ? count
        : order.Kept("items") is { ValueKind: JsonValueKind.Array } items ? items.GetArrayLength() : 0;

    internal static IResult NotFound() => WhataloAccessAttribute.Error(404, "NOT_FOUND", "Order not found");

    internal static IResult Invalid(int status, string field, string message) => Reply.Json(new
    {
        error = new { code = "VALIDATION_ERROR", message = "Invalid request body", details = new[] { new { field, message } } },
    }, status);

    private static string Listed(IReadOnlyList<string> words) => words.Count == 0 ? "none" : string.Join(", ", words);
}
