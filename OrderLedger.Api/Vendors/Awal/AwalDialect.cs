using System.Globalization;
using System.Text.Json;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.Awal;

/// <summary>
/// The Awal document: a signed <c>PUT /orders/{id}?phone_number_id=...</c> sets an order's status, payment status, dates, branch and notes.
/// What is absent does not change, payment_status too: the vendor prints "unpaid" as its default, and its own walk-through would then unpay
/// a paid order.
/// A signature that comes again gets the first answer again.
/// </summary>
internal static class AwalDialect
{
    public const string Name = "awal";

    /// <summary>The payment status shown of an order that came without one: the vendor's default.</summary>
    private const string Unpaid = "unpaid";

    /// <summary>Longest branch id taken, in characters.</summary>
    private const int BranchMax = 200;

    /// <summary>The members that came with an order and that an answer shows.</summary>
    private static readonly string[] Shown = ["shipping_date", "delivery_date", "admin_notes"];

    /// <summary>The answer where the query lacks what the vendor wants in each; null where it does not.</summary>
    public static IResult? OfNumber(HttpRequest request) => string.IsNullOrWhiteSpace(request.Query["phone_number_id"])
        ? AwalErrors.Invalid(request.HttpContext, 400, "phone_number_id", "Missing phone_number_id. Send it in the query.")
        : null;

    /// <summary>Parses and checks a push.</summary>
    public static async Task<(IResult?, UnderstoodPush?)> Understand(string id, HttpRequest request, Caller caller, CancellationToken stop)
    {
        var context = request.HttpContext;
        if (OfNumber(request) is { } missing)
            return (missing, null);
        if (OrderIds.Read(id, caller.Store) is not { } orderId)
            return (AwalErrors.NoId(context, caller.Store), null);
        var raw = await JsonBody.Bytes(request, stop);
        var body = raw.Length == 0 ? JsonBody.Empty : JsonBody.Read(request, raw);
        if (body.Fault is { } unread)
            return (AwalErrors.Invalid(context, unread.Status, "body", unread.Error), null);
        var (push, faults) = Parse(body.Json);
        if (faults.Count > 0)
            return (AwalErrors.Invalid(context, 422, faults), null);
        var headers = PushHeaders.Read(request, orderId, raw);
        if (headers.Fault is { } wrong)
            return (AwalErrors.Invalid(context, 400, "headers", wrong), null);
        var submission = new Submission(
            Stream: new(caller.Store.Name, orderId),
            Request: push with { ExpectedVersions = headers.ExpectedVersions },
            Rules: caller.Store.RulesFor(Vocabularies.Awal),
            Sender: new(caller.Name, Name, context.TraceIdentifier),
            Keys: Keys(request, headers, orderId, raw))
        { ShowsDetails = true, Shown = Shown };
        return (null, new(submission, (http, answer) => AnswerTo(http, orderId, answer)));
    }

    private static IResult AnswerTo(HttpContext http, string orderId, Answer answer)
    {
        if (answer is not Answer.Done done)
            return AwalErrors.Refused(http, answer);
        PushHeaders.Tell(http.Response, done);
        return One(VendorOrder.Of(orderId, done), "Order updated successfully");
    }

    // The signature names the request: kept with what it led to, a replay is known after a restart and by every other server too.
    // A push replayed from the inbox carries none.
    private static IReadOnlyList<IdempotencyKey> Keys(HttpRequest request, PushHeaders headers, string orderId, byte[] raw) =>
        SignedRequest.Read(request) is { } signer
            ? [.. headers.Keys, new("s:" + signer.Hex, PushHeaders.HashOf(orderId, raw))]
            : headers.Keys;

    private static (Push Push, Dictionary<string, string> Faults) Parse(JsonElement json)
    {
        var faults = new Dictionary<string, string>();
        StatusWord? status = null;
        if (json.Member("status") is { } sent)
        {
            if (sent.ValueKind == JsonValueKind.String && Vocabularies.Awal.Read(sent.GetString()!) is { } word)
                status = new(word, sent.GetString()!);
            else
                faults["status"] = $"Invalid status. Allowed: {string.Join(", ", Vocabularies.Awal.Pushable)}";
        }
        if (!OwnOrder.TryWord(json, ["payment_status"], Vocabularies.Awal.PaymentStatuses, out var payment))
            faults["payment_status"] = $"Invalid payment_status. Allowed: {string.Join(", ", Vocabularies.Awal.PaymentStatuses)}";
        if (json.Member("admin_notes") is { ValueKind: not JsonValueKind.String })
            faults["admin_notes"] = "admin_notes takes a text.";
        var details = ParseDetails(json, faults);
        var extra = PushBody.Read(json);
        if (extra.Fault is { } fault)
            faults[fault.Field] = fault.Error;
        return (new Push(status)
        {
            PaymentStatus = payment,
            Note = json.Text("admin_notes"),
            Details = details,
            OccurredAt = extra.OccurredAt,
            Reason = extra.Reason,
        }, faults);
    }

    private static Details? ParseDetails(JsonElement json, Dictionary<string, string> faults)
    {
        var details = new Dictionary<string, string>();
        foreach (var name in (ReadOnlySpan<string>)["shipping_date", "delivery_date"])
            if (json.Member(name) is { } sent)
            {
                details[name] = sent.ValueKind == JsonValueKind.String ? sent.GetString()!.Trim() : "";
                if (!DateOnly.TryParseExact(details[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                    faults[name] = $"{name} takes a day as YYYY-MM-DD, e.g. 2026-01-31.";
            }
        if (json.Member("branch_id") is not null)
        {
            details["branch_id"] = json.TextOrNumber("branch_id") ?? "";
            if (details["branch_id"].Length is 0 or > BranchMax)
                faults["branch_id"] = $"branch_id takes a text of 1 to {BranchMax} characters.";
        }
        return details.Count == 0 ? null : new(JsonSerializer.SerializeToElement(details));
    }

    internal static IResult One(VendorOrder order, string? message = null) => Reply.Written(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("status", true);
        if (message is not null)
            json.WriteString("message", message);
        json.WritePropertyName("data");
        Write(json, order);
        json.WriteEndObject();
    });

    internal static void Write(Utf8JsonWriter json, VendorOrder order)
    {
        var now = order.Order;
        json.WriteStartObject();
        json.WriteNumber("id", long.Parse(order.Id, CultureInfo.InvariantCulture));
        json.WriteString("order_number", now.Number);
        json.WriteString("status", now.Status);
        json.WriteString("payment_status", now.PaymentStatus ?? Unpaid);
        order.WriteKept(json, "shipping_date", "delivery_date");
        if (order.Details?.Note is { } note)
            json.WriteString("admin_notes", note);
        else
            order.WriteKept(json, "admin_notes");
        VendorOrder.WriteTime(json, "updated_at", now.UpdatedAt, VendorOrder.Seconds);
        json.WriteEndObject();
    }
}
