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
        var (refused, faults) = (new FieldFaults(), new FieldFaults());
        var push = Parse(body.Json, caller.Store, refused, faults);
        if (refused.Count > 0)
            return (AwalErrors.Invalid(context, 422, refused), null);
        var headers = PushHeaders.Read(request, orderId, body);
        if (headers.Fault is { } wrong)
            return (AwalErrors.Invalid(context, 400, "headers", wrong), null);
        var sender = caller.By(context.TraceIdentifier, Name) with { Notes = faults.AsNotes(body.Notes) };
        var submission = headers.ToSubmission(caller.Store, orderId, push, Vocabularies.Awal, sender) with
        {
            Keys = Keys(request, headers, orderId, raw),
            ShowsDetails = true,
            Shown = Shown,
        };
        return (null, new(submission, (http, answer) => AnswerTo(http, orderId, answer)));
    }

    private static IResult AnswerTo(HttpContext http, string orderId, Answer answer)
    {
        if (answer is not Answer.Done done)
            return AwalErrors.Refused(http, answer);
        PushHeaders.Tell(http.Response, done);
        return One(VendorOrder.Of(orderId, done), "Order updated successfully", done.Outcome.Notes);
    }

    // The signature names the request: kept with what it led to, a replay is known after a restart and by every other server too.
    // A push replayed from the inbox carries none.
    private static IReadOnlyList<IdempotencyKey> Keys(HttpRequest request, PushHeaders headers, string orderId, byte[] raw) =>
        SignedRequest.Read(request) is { } signer
            ? [.. headers.Keys, new("s:" + signer.Hex, PushHeaders.HashOf(orderId, raw))]
            : headers.Keys;

    // What is odd beside something that is good is left out. A status that is wrong refuses the push with all that is wrong, and so does
    // what is odd in a push that says nothing else.
    private static Push Parse(JsonElement json, Store store, FieldFaults refused, FieldFaults faults)
    {
        StatusWord? status = null;
        if (SentStatus.In(json, "status") is { } sent && (status = SentStatus.Read(sent, Vocabularies.Awal)) is null)
            refused.Add("status", SentStatus.Fault("status", sent, string.Join(", ", Vocabularies.Awal.Pushable)));
        var members = new OptionalMembers(json, faults);
        var extra = PushBody.Read(json, store, faults);
        var push = new Push(status)
        {
            PaymentStatus = members.Word(["payment_status"], Vocabularies.Awal.PaymentStatuses),
            Note = Note(json, members),
            Details = ParseDetails(json, members),
            OccurredAt = extra.OccurredAt,
            Reason = extra.Reason,
        };
        if (refused.Count > 0 || push is { Status: null, PaymentStatus: null, Note: null, Details: null })
            refused.AddRange(faults);
        return push;
    }

    private static string? Note(JsonElement json, OptionalMembers members)
    {
        if (json.Member("admin_notes") is { ValueKind: not JsonValueKind.String })
            members.Fault("admin_notes", "admin_notes takes a text.");
        return json.Text("admin_notes");
    }

    private static Details? ParseDetails(JsonElement json, OptionalMembers members)
    {
        var details = new Dictionary<string, string>();
        foreach (var name in (ReadOnlySpan<string>)["shipping_date", "delivery_date"])
            if (json.Member(name) is { } sent && !(sent is { ValueKind: JsonValueKind.String } && sent.GetString()!.Trim().Length == 0))
                if (sent.ValueKind == JsonValueKind.String && sent.GetString()!.Trim() is var day && IsDay(day))
                    details[name] = day;
                else
                    members.Fault(name, $"{name} takes a day as YYYY-MM-DD, e.g. 2026-01-31.");
        if (members.TextOrNumber("branch_id", BranchMax) is { } branch)
            details["branch_id"] = branch;
        return details.Count == 0 ? null : new(JsonSerializer.SerializeToElement(details));
    }

    // MySQL's zero day and its like are a slip of the sender.
    private static bool IsDay(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
        && parsed.Year is >= JsonMembers.YearMin and <= JsonMembers.YearMax;

    internal static IResult One(VendorOrder order, string? message = null, IReadOnlyList<string>? notes = null) => Reply.Written(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("status", true);
        if (message is not null)
            json.WriteString("message", message);
        json.WritePropertyName("data");
        Write(json, order);
        VendorOrder.WriteNotes(json, notes);
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
