using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Storage.Writing;

namespace OrderLedger.Api.Dialects;

/// <summary>
/// The Awal document: <c>PUT /orders/{id}?phone_number_id=</c>, signed. A signature seen again is answered as it was and appends nothing.
/// What the request does not name stays, the payment status too: the document's default "unpaid" would unpay an order in its own walk-through.
/// </summary>
public static class Awal
{
    internal const string Dialect = "awal";

    private static readonly string[] Dates = ["shipping_date", "delivery_date"];

    public static void Map(IEndpointRouteBuilder app) => app.MapPut("/orders/{id}", Put).WithTags("Dialect D: Awal");

    private static async Task<IResult> Put(string id, HttpRequest request, Gate gate, LedgerWriter writer, CancellationToken stop)
    {
        var context = request.HttpContext;
        var raw = await JsonBody.Bytes(request, stop);
        var admission = await gate.Signature(request, raw, Scope.Push, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return AwalAnswers.Barred(admission, context);
        if (AwalAnswers.Unaddressed(id, request, caller.Store, out var orderId) is { } unaddressed)
            return unaddressed;
        var body = raw.Length == 0 ? JsonBody.Empty : JsonBody.Read(request, raw);
        if (body.Fault is { } unread)
            return AwalAnswers.Invalid(context, unread.Status, "body", unread.Error);
        var (push, field, fault) = Parse(body.Json);
        if (push is null)
            return AwalAnswers.Invalid(context, 422, field, fault);
        var headers = PushHeaders.Read(request, orderId, raw);
        if (headers.Fault is { } wrong)
            return AwalAnswers.Invalid(context, 400, "header", wrong);

        var answer = await writer.Submit(new(
            new(caller.Store.Name, orderId), push with { ExpectedVersions = headers.ExpectedVersions }, caller.Store.RulesFor(Vocabularies.Awal),
            new(caller.Name, Dialect, context.TraceIdentifier), [.. SignatureKeys(request, orderId, raw), .. headers.Keys])
        { ShowsDetails = true }, stop);

        return answer is Answer.Done done
            ? AwalAnswers.Updated(context.Response, VendorOrder.Of(orderId, done), done)
            : AwalAnswers.Refused(context, (Answer.Refused)answer);
    }

    // The signature covers the whole request and so names it: sent again it is the same push. A replayed one carries none.
    private static IdempotencyKey[] SignatureKeys(HttpRequest request, string orderId, byte[] raw) => SignedRequest.Read(request) is { } signer
        ? [new("s:" + signer.Hex, PushHeaders.HashOf(orderId, raw))]
        : [];

    private static (Push? Push, string Field, string Fault) Parse(JsonElement json)
    {
        var words = Vocabularies.Awal;
        StatusWord? status = null;
        if (json.Member("status") is { } sent)
        {
            if (sent.ValueKind != JsonValueKind.String || words.Read(sent.GetString()!) is not { } word)
                return (null, "status", $"Invalid status. Allowed: {string.Join(", ", words.Pushable)}");
            status = new(word, sent.GetString()!);
        }
        if (!OwnOrder.TryWord(json, ["payment_status"], words.PaymentStatuses, out var payment))
            return (null, "payment_status", $"Invalid payment_status. Allowed: {string.Join(", ", words.PaymentStatuses)}");
        if (json.Member("admin_notes") is { ValueKind: not JsonValueKind.String })
            return (null, "admin_notes", "admin_notes takes a text.");
        foreach (var date in Dates)
            if (json.Member(date) is { } day && !IsDay(day))
                return (null, date, $"{date} takes a day, YYYY-MM-DD.");
        if (json.Member("branch_id") is { ValueKind: not (JsonValueKind.String or JsonValueKind.Number) })
            return (null, "branch_id", "branch_id takes a text.");
        var extra = PushBody.Read(json);
        if (extra.Fault is { } fault)
            return (null, fault.Split(' ')[0], fault);
        return (new Push(status)
        {
            PaymentStatus = payment,
            Note = json.Text("admin_notes"),
            Details = Changes(json),
            OccurredAt = extra.OccurredAt,
            Reason = extra.Reason,
        }, "", "");
    }

    private static Details? Changes(JsonElement json)
    {
        var changes = new JsonObject();
        foreach (var date in Dates)
            if (json.Text(date) is { } day)
                changes[date] = day;
        if (json.TextOrNumber("branch_id") is { } branch)
            changes["branch_id"] = branch;
        return changes.Count == 0 ? null : new Details(JsonSerializer.SerializeToElement(changes));
    }

    private static bool IsDay(JsonElement day) => day.ValueKind == JsonValueKind.String
        && DateOnly.TryParseExact(day.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
