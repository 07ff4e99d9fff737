using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Listing;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>The result for one order: <c>Outcome</c> in a word, and to a person.</summary>
public sealed record BulkLine(string OrderId, string Number, BulkOutcome Outcome, string Text)
{
    /// <summary>It was carried out when the form was sent before, and not again.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The change that was made, where the store's rules let it be undone.</summary>
    public ChangeMade? CanUndo { get; init; }

    /// <summary>It was refused because the order had changed in the meantime.</summary>
    public bool IsLate { get; init; }
}

public enum BulkOutcome { Changed, Unchanged, Refused }

/// <summary>
/// The results for all of them. <c>Bulk</c> names this change in the events it made, <c>List</c> is where the orders were chosen.
/// </summary>
public sealed record BulkModel(Guid Bulk, string Status, IReadOnlyList<BulkLine> Lines, ListAddress List)
{
    /// <summary>The form was sent before, and this is what came of it then.</summary>
    public bool IsRepeated => Lines.Any(l => l.IsRepeated);

    public IReadOnlyList<ChangeMade> CanUndo => [.. Lines.Select(l => l.CanUndo).OfType<ChangeMade>()];

    public int Count(BulkOutcome outcome) => Lines.Count(l => l.Outcome == outcome);
}

/// <summary>
/// POST /orders/bulk: one status for many orders. Each is a push of its own, sent at once so that they share batches; what one of them
/// is refused does not hold up the others.
/// </summary>
internal static class BulkUpdate
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/orders/bulk", Post).WithMetadata(new Needs(Role.Operator));

    /// <summary>The statuses that may be chosen: those of the vocabulary, and of the shop's own making those that orders have.</summary>
    public static IEnumerable<string> Choices(Store store, IEnumerable<string> known) =>
        store.Vocabulary.Pushable.Union(known.Where(s => store.Vocabulary.Read(s) == s));

    /// <summary>Why nothing can be done, in a sentence; null where something can.</summary>
    public static string? Fault(Visit visit, Selection selection, string status) => selection.Fault is { } fault ? fault
        : status.Length == 0 ? "Nothing was changed: no status was chosen."
        : StatusUpdate.Of(visit, selection.Ids[0], status, null, null) is null
            ? $"Nothing was changed: '{status}' is no status that can be set here."
        : null;

    /// <summary>The delivery that the events of this change are of.</summary>
    public static string Delivery(Guid bulk) => $"bulk:{bulk:n}";

    private static async Task<IResult> Post(Visit visit, LedgerWriter writer, ChosenOrders chosen, CancellationToken stop)
    {
        var form = await visit.Http.Request.ReadFormAsync(stop);
        var (selection, status) = (Selection.Ticked(visit, form), form["status"].ToString());
        if (Fault(visit, selection, status) is { } fault)
            return new Notice(fault, IsFault: true).Then(visit.Http, selection.List.Url(visit));
        var bulk = SentOnce.Of(form) ?? Guid.CreateVersion7();

        // Not by the versions the page showed: a status for twenty orders is meant for them as they are.
        var lines = await Task.WhenAll(selection.Ids.Select(id => Line(writer, id,
            StatusUpdate.Of(visit, id, status, form["reason"], null)! with
            {
                Sender = visit.By with { DeliveryId = Delivery(bulk) },
                Keys = SentOnce.Keys(form, form["status"], form["reason"], id),
            })));
        // Who was refused answers without the number that people know the order by.
        var refused = lines.Where(l => l.Outcome == BulkOutcome.Refused).Select(l => l.OrderId).ToList();
        var numbers = (await chosen.Lines(visit.Store.Name, refused, stop)).ToDictionary(o => o.OrderId, o => o.Order.Number);
        return Page.Of<BulkView>(visit, new BulkModel(bulk, visit.Store.Vocabulary.Read(status)!,
            [.. lines.Select(l => l with { Number = numbers.GetValueOrDefault(l.OrderId, l.Number) })], selection.List));
    }

    // Where the ledger could not take one, the others of the list may have been changed, and their answers are not lost.
    internal static async Task<BulkLine> Line(LedgerWriter writer, string orderId, Submission submission)
    {
        try
        {
            var answer = await writer.Submit(submission, CancellationToken.None);
            return Line(orderId, answer, submission.Rules) with { IsRepeated = answer is Answer.Done { Replayed: true } };
        }
        catch (LedgerUnavailableException notNow)
        {
            return new(orderId, orderId, BulkOutcome.Refused, $"{notNow.Message} Try this one again.");
        }
    }

    private static BulkLine Line(string orderId, Answer answer, Rules rules) => answer switch
    {
        Answer.Done { Outcome: { Kind: OutcomeKind.Changed, PreviousStatus: { } from } done } =>
            new(orderId, done.Order.Number, BulkOutcome.Changed,
                $"{from} → {done.Order.Status}" + (done.Unusual ? ", an unusual move" : ""))
            {
                CanUndo = CanGoBack(rules, done.Order.Status, from) ? new(orderId, done.Order.Version) : null,
            },
        Answer.Done { Outcome: var done } => new(orderId, done.Order.Number, BulkOutcome.Unchanged, $"is {done.Order.Status} already"),
        Answer.Refused refused => new(orderId, orderId, BulkOutcome.Refused, StatusUpdate.Why(refused.Why))
        {
            IsLate = refused.Why is Refusal.VersionMoved,
        },
        _ => throw new InvalidOperationException("A lone submission is never held."),
    };

    private static bool CanGoBack(Rules rules, string status, string before) =>
        rules.Vocabulary.Read(before) == before && rules.Store.Policy.Accepts(rules.Vocabulary.MoveBetween(status, before));
}
