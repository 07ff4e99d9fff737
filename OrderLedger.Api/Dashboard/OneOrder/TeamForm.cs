using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>Takes what a colleague writes on an order for the others: a tag, whose work it is, or a note.</summary>
internal static class TeamForm
{
    public static void Map(IEndpointRouteBuilder pages) =>
        pages.MapPost("/order/team", Take).WithMetadata(new Needs(Role.Operator));

    /// <summary>Where the forms of an order are sent to.</summary>
    public static string Url(Visit visit, string orderId) => visit.Url($"/order/team?id={Uri.EscapeDataString(orderId)}");

    private static async Task<IResult> Take(Visit visit, LedgerWriter writer, CancellationToken stop)
    {
        if (OrderUrl.IdIn(visit.Http.Request) is not { } id)
            return Page.Error(visit, 404, "There is no such order.");
        var form = await visit.Http.Request.ReadFormAsync(stop);
        var (request, fault) = Read(form, visit);
        if (request is null)
            return new Notice(fault!, IsFault: true).Then(visit.Http, OrderUrl.Of(visit, id));
        var rules = visit.Store.RulesFor(visit.Store.Vocabulary);
        // A tag or a name that is sent again changes nothing; a note would stand there twice.
        var keys = SentOnce.Keys(form, id, request.Note);
        return await writer.Submit(new(new(visit.Store.Name, id), request, rules, visit.By, keys), stop) switch
        {
            Answer.Done { Outcome: var outcome } => new Notice(Said(request, outcome)).Then(visit.Http, OrderUrl.Of(visit, id)),
            Answer.Refused { Why: Refusal.UnknownOrder } =>
                Page.Error(visit, 404, "There is no such order any more. The shop deleted it, or it never was."),
            Answer.Refused { Why: var why } => new Notice(StatusUpdate.Why(why), IsFault: true).Then(visit.Http, OrderUrl.Of(visit, id)),
            _ => throw new InvalidOperationException("A lone submission is never held."),
        };
    }

    private static (AnnotateOrder?, string? Fault) Read(IFormCollection form, Visit visit)
    {
        if (form.ContainsKey("note"))
            return Text(form["note"], AnnotateOrder.NoteMax) is { Length: > 0 } note
                ? (new() { Note = note }, null) : (null, "The note is empty.");
        if (form.ContainsKey("untag"))
            return (new() { RemoveTags = [form["untag"].ToString()] }, null);
        if (form.ContainsKey("assign"))
            return (new() { Assignment = new(Assignee(form, visit)) }, null);
        var tags = form["tag"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(Tags.Read).Distinct().ToList();
        return tags.Count == 0 || tags.Contains(null)
            ? (null, $"A tag is a word of up to {Tags.LengthMax} characters.")
            : (new() { AddTags = [.. tags.OfType<string>()] }, null);
    }

    private static string? Assignee(IFormCollection form, Visit visit) => form["who"].ToString() switch
    {
        "me" => visit.Seat.Name,
        "nobody" => null,
        _ => Text(form["assign"], Assignment.NameMax) is { Length: > 0 } name ? name : null,
    };

    // As long as the field takes, so a longer one is of no page of ours.
    private static string Text(string? sent, int lengthMax)
    {
        var text = (sent ?? "").ReplaceLineEndings("\n").Trim();
        return text.Length <= lengthMax ? text : text[..(char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax)];
    }

    private static string Said(AnnotateOrder request, Outcome outcome) => request switch
    {
        _ when !outcome.Changed => "The order was like that already.",
        { Note: not null } => "Note saved.",
        { Assignment: { To: { } name } } => $"Assigned to {name}.",
        { Assignment: not null } => "Assigned to nobody.",
        { RemoveTags.Count: > 0 } => $"Tag '{request.RemoveTags[0]}' removed.",
        _ => request.AddTags.Count == 1 ? $"Tag '{request.AddTags[0]}' added." : $"{request.AddTags.Count} tags added.",
    };
}
