using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Pushes;

/// <summary>Writes on an order for colleagues: tags, whose work it is, a note. Nothing of it is told to the shop.</summary>
[Access(Scope.Push), Tags("Orders")]
public static class AnnotateOrderEndpoint
{
    [WolverinePatch("/api/orders/{orderId}")]
    public static async Task<IResult> Patch(string orderId, HttpRequest request, Caller caller, LedgerWriter writer, CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        if (OrderIds.Read(orderId, caller.Store) is not { } id)
            return Problem.Of(400, $"Invalid order id. Send {OrderIds.Wanted(caller.Store)}.");
        var (annotate, fault) = Read(body.Json);
        if (annotate is null)
            return Problem.Of(400, fault!);
        var headers = PushHeaders.Read(request, id, body);
        if (headers.Problem is { } wrong)
            return wrong;

        var answer = await writer.Submit(new(
            new(caller.Store.Name, id), annotate with { ExpectedVersions = headers.ExpectedVersions },
            caller.Store.RulesFor(caller.Store.Vocabulary), caller.By(request.HttpContext.TraceIdentifier, OwnStatus.Source),
            headers.Keys), stop);
        var response = request.HttpContext.Response;
        return answer is Answer.Done done ? Success(response, id, done) : Refusals.Answer(response, answer);
    }

    private static IResult Success(HttpResponse response, string id, Answer.Done done)
    {
        PushHeaders.Tell(response, done);
        var order = done.Outcome.Order;
        return Reply.Json(new
        {
            order = new { id, order.Number, tags = Domain.Tags.List(order.Tags), order.AssignedTo, order.UpdatedAt },
            done.Outcome.Changed,
            order.Version,
        });
    }

    private static (AnnotateOrder?, string? Fault) Read(JsonElement json)
    {
        var (added, removed) = (TagsIn(json, "add_tags"), TagsIn(json, "remove_tags"));
        if (added is null || removed is null)
            return (null, $"add_tags and remove_tags take a list of words of up to {Domain.Tags.LengthMax} characters, without commas.");
        if (added.Intersect(removed).Any())
            return (null, "The same tag is added and removed. Send it in one of the two lists.");
        if (!TryText(json, "assigned_to", Assignment.NameMax, out var isAssigned, out var to))
            return (null, $"assigned_to takes a name of up to {Assignment.NameMax} characters, or null for nobody.");
        if (!TryText(json, "note", AnnotateOrder.NoteMax, out _, out var note))
            return (null, $"note takes a text of up to {AnnotateOrder.NoteMax} characters.");
        return added.Count == 0 && removed.Count == 0 && !isAssigned && note is null
            ? (null, "Nothing to do. Send add_tags, remove_tags, assigned_to or note, e.g. { \"add_tags\": [\"fragile\"] }.")
            : (new AnnotateOrder
            {
                AddTags = added,
                RemoveTags = removed,
                Assignment = isAssigned ? new(to) : null,
                Note = note,
            }, null);
    }

    private static List<string>? TagsIn(JsonElement json, string name)
    {
        if (json.Member(name) is not { } sent)
            return [];
        if (sent.ValueKind != JsonValueKind.Array || sent.GetArrayLength() > Domain.Tags.CountMax)
            return null;
        var tags = sent.EnumerateArray()
            .Select(t => t.ValueKind == JsonValueKind.String ? Domain.Tags.Read(t.GetString()!) : null).ToList();
        return tags.Contains(null) ? null : [.. tags.OfType<string>().Distinct()];
    }

    // Here null is something else than nothing: an empty name is nobody's.
    private static bool TryText(JsonElement json, string name, int lengthMax, out bool isSent, out string? text)
    {
        text = null;
        isSent = json.TryGetProperty(name, out var sent);
        if (!isSent || sent.ValueKind == JsonValueKind.Null)
            return true;
        var said = sent.ValueKind == JsonValueKind.String ? sent.GetString()!.Trim() : null;
        text = said is { Length: > 0 } ? said : null;
        return said?.Length <= lengthMax;
    }
}
