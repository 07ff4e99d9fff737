using System.Globalization;
using System.Text.Json;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Storage;
using OrderLedger.Api.Storage.Writing;

namespace OrderLedger.Api.Dialects;

/// <summary>What Awal's routes answer: orders in <c>data</c>, errors with a code, details by field, and the request's id.</summary>
internal static class AwalAnswers
{
    /// <summary>The answer to a request that names no order or no phone number; null when it names both.</summary>
    public static IResult? Unaddressed(string id, HttpRequest request, Store store, out string orderId)
    {
        orderId = OrderIds.Read(id, store) ?? "";
        return WithoutPhone(request)
            ?? (orderId.Length == 0 ? Invalid(request.HttpContext, 400, "id", "The order id takes a whole number.") : null);
    }

    public static IResult? WithoutPhone(HttpRequest request) => string.IsNullOrWhiteSpace(request.Query["phone_number_id"])
        ? Invalid(request.HttpContext, 400, "phone_number_id", "phone_number_id is required.")
        : null;

    public static IResult Updated(HttpResponse response, VendorOrder order, Answer.Done done)
    {
        PushHeaders.Tell(response, done);
        return One(order, "Order updated successfully");
    }

    public static IResult One(VendorOrder order, string? message = null) => Reply.Written(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("status", true);
        if (message is not null)
            json.WriteString("message", message);
        json.WritePropertyName("data");
        Write(json, order);
        json.WriteEndObject();
    });

    public static IResult Many(IReadOnlyList<DetailedOrder> orders, NumberedPage page, long total) => Reply.Written(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("status", true);
        json.WriteStartArray("data");
        foreach (var order in orders)
            Write(json, new(order.OrderId, order.Order, order.Details));
        json.WriteEndArray();
        json.WriteStartObject("meta");
        json.WriteNumber("current_page", page.Number);
        json.WriteNumber("per_page", page.Size);
        json.WriteNumber("total", total);
        json.WriteNumber("last_page", Math.Max(1, (total + page.Size - 1) / page.Size));
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static IResult Barred(Admission admission, HttpContext context)
    {
        switch (admission)
        {
            case Admission.TooMany wait:
                return Error(context, 429, "rate_limit_exceeded", RateHeaders.Refuse(context.Response, wait.RetryAfterSeconds));
            case Admission.OutOfScope missing:
                return Error(context, 403, "forbidden", $"This key lacks the scope '{missing.Scope}'.");
            default:
                context.Response.Headers.WWWAuthenticate = "HMAC-SHA256 realm=\"orderledger\"";
                return Error(context, 401, "authentication_failed", "The signature, its timestamp, X-Domain or X-Client-ID is missing or does not fit.");
        }
    }

    public static IResult NotFound(HttpContext context) => Error(context, 404, "resource_not_found", "Order not found");

    public static IResult Refused(HttpContext context, Answer.Refused refused)
    {
        switch (refused.Why)
        {
            case Refusal.UnknownOrder:
                return NotFound(context);
            case Refusal.MoveNotAllowed move:
                return Invalid(context, 409, "status", $"{Refusals.Sentence(move)} Allowed: {string.Join(", ", move.AllowedNext.DefaultIfEmpty("none"))}");
            case Refusal.VersionMoved moved:
                context.Response.Headers.ETag = PushHeaders.ETag(moved.Current);
                return Error(context, 412, "version_moved", Refusals.Sentence(moved));
            case Refusal.KeyReused:
                return Error(context, 422, "idempotency_key_reused", "This Idempotency-Key was used before for another request. Take a new one.");
            default:
                return Invalid(context, 422, "body", Refusals.Sentence(refused.Why));
        }
    }

    public static IResult Invalid(HttpContext context, int status, string field, string text) =>
        Error(context, status, "validation_failed", text, new() { [field] = text });

    private static IResult Error(HttpContext context, int status, string error, string message, Dictionary<string, string>? details = null) =>
        Reply.Json(new { error, message, details = details ?? [], requestId = context.TraceIdentifier }, status);

    private static void Write(Utf8JsonWriter json, VendorOrder order)
    {
        var now = order.Order;
        json.WriteStartObject();
        json.WriteNumber("id", long.Parse(order.Id, CultureInfo.InvariantCulture));
        json.WriteString("order_number", now.Number);
        json.WriteString("status", now.Status);
        json.WriteString("payment_status", now.PaymentStatus ?? "unpaid");
        order.WriteKept(json, "shipping_date", "delivery_date");
        if (order.Details?.Note is { } note)
            json.WriteString("admin_notes", note);
        else
            order.WriteKept(json, "admin_notes");
        VendorOrder.WriteTime(json, "updated_at", now.UpdatedAt, VendorOrder.Seconds);
        json.WriteEndObject();
    }
}
