using System.Text.Json;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Dialects;

/// <summary>
/// The Genuka document: <c>PUT /2023-11/admin/orders/{id}/status</c> sets what the body names of an order's status, shipping
/// status, billing status and metadata, and answers the whole order. The key is a Bearer token or in <c>X-API-Key</c>;
/// <c>X-Company</c> names the company.
/// </summary>
public static class Genuka
{
    internal const string Dialect = "genuka";

    public static void Map(IEndpointRouteBuilder app) => app.MapPut("/2023-11/admin/orders/{id}/status", Put)
        .WithTags("Dialect F: Genuka").WithMetadata(new PushSource(Dialect));

    private static async Task<IResult> Put(string id, HttpRequest request, Gate gate, LedgerWriter writer, CancellationToken stop)
    {
        var response = request.HttpContext.Response;
        var (caller, barred) = await GenukaErrors.Prove(request, gate, Scope.Push, stop);
        if (caller is null)
            return barred!;
        if (OrderIds.Read(id, caller.Store) is not { } orderId)
            return GenukaErrors.NotFound();
        var body = await JsonBody.Read(request, stop);
        if (body.Fault is { } unread)
            return GenukaErrors.Invalid(unread.Status, "body", unread.Error);
        var faults = new GenukaFaults();
        var push = Parse(body.Json, faults);
        if (faults.Count > 0)
            return GenukaErrors.Invalid(422, faults);
        var headers = PushHeaders.Read(request, orderId, body.Raw);
        if (headers.Problem is { } wrong)
            return wrong;

        var answer = await writer.Submit(new(
            new(caller.Store.Name, orderId), push with { ExpectedVersions = headers.ExpectedVersions },
            caller.Store.RulesFor(Vocabularies.Genuka), new(caller.Name, Dialect, request.HttpContext.TraceIdentifier), headers.Keys)
        { ShowsDetails = true }, stop);

        switch (answer)
        {
            case Answer.Done done:
                PushHeaders.Tell(response, done);
                return GenukaOrder.Shown(VendorOrder.Of(orderId, done), caller.Store);
            case Answer.Refused { Why: Refusal.UnknownOrder }:
                return GenukaErrors.NotFound();
            case Answer.Refused { Why: Refusal.MoveNotAllowed move }:
                return GenukaErrors.Invalid(409, "status", Sentence(move));
            case Answer.Refused { Why: Refusal.FromTheFuture future }:
                return GenukaErrors.Invalid(422, "occurred_at", Refusals.Sentence(future));
            default:
                return Refusals.Answer(response, answer);
        }
    }

    /// <summary>What the body asks for. What it asks wrongly stands in <paramref name="faults"/>.</summary>
    internal static Push Parse(JsonElement json, GenukaFaults faults)
    {
        var words = Vocabularies.Genuka;
        StatusWord? status = null;
        if (json.Member("status") is { } sent)
            if (sent.ValueKind == JsonValueKind.String && words.Read(sent.GetString()!) is { } word)
                status = new(word, sent.GetString()!);
            else
                faults["status"] = $"Invalid status. Allowed: {string.Join(", ", words.Pushable)}";
        if (json.Member("metadata") is { ValueKind: not JsonValueKind.Object })
            faults["metadata"] = "Invalid metadata. Send an object, whose members are merged into the order's.";
        var extra = PushBody.Read(json);
        if (extra.Fault is { } fault)
            faults[fault.Split(' ')[0]] = fault;
        return new(status)
        {
            PaymentStatus = Inner(json, "billing", words.PaymentStatuses, faults),
            FulfilmentStatus = Inner(json, "shipping", words.FulfilmentStatuses, faults),
            Details = Metadata(json),
            OccurredAt = extra.OccurredAt,
            Reason = extra.Reason,
        };
    }

    internal static string Sentence(Refusal.MoveNotAllowed move) =>
        $"{Refusals.Sentence(move)} Allowed: {(move.AllowedNext.Count == 0 ? "none" : string.Join(", ", move.AllowedNext))}";

    private static string? Inner(JsonElement json, string name, IReadOnlyList<string> known, GenukaFaults faults)
    {
        string? word = null;
        if (json.Member(name) is { ValueKind: not JsonValueKind.Object })
            faults[name] = $"Invalid {name}. Send an object: {{ \"status\": \"{known[0]}\" }}";
        else if (json.Member(name) is { } inner && !OwnOrder.TryWord(inner, ["status"], known, out word))
            faults[$"{name}.status"] = $"Invalid status. Allowed: {string.Join(", ", known)}";
        return word;
    }

    private static Details? Metadata(JsonElement json) =>
        json.Member("metadata") is { ValueKind: JsonValueKind.Object } metadata && metadata.EnumerateObject().MoveNext()
            ? Details.Of(json.EnumerateObject().Where(m => m.Name == "metadata"))
            : null;
}
