using System.Security.Cryptography;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>The result for one order: <c>Outcome</c> in a word, and to a person.</summary>
public sealed record BulkLine(string OrderId, string Number, BulkOutcome Outcome, string Text)
{
    /// <summary>It was carried out when the form was sent before, and not again.</summary>
    public bool IsRepeated { get; init; }
}

public enum BulkOutcome { Changed, Unchanged, Refused }

/// <summary>The results for all of them.</summary>
public sealed record BulkModel(string Status, IReadOnlyList<BulkLine> Lines, string Back)
{
    /// <summary>The form was sent before, and this is what came of it then.</summary>
    public bool IsRepeated => Lines.Any(l => l.IsRepeated);

    public int Count(BulkOutcome outcome) => Lines.Count(l => l.Outcome == outcome);
}

/// <summary>
/// POST /orders/bulk: one status for many orders. Each is a push of its own, sent at once so that they share batches; what one of them
/// is refused does not hold up the others.
/// </summary>
internal static class BulkUpdate
{
    /// <summary>Most orders at once.</summary>
    public const int OrdersMax = 1_000;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/orders/bulk", Post).WithMetadata(new Needs(Role.Operator));

    /// <summary>The statuses that may be chosen: those of the vocabulary, and of the shop's own making those that orders have.</summary>
    public static IEnumerable<string> Choices(Store store, IEnumerable<string> known) =>
        store.Vocabulary.Pushable.Union(known.Where(s => store.Vocabulary.Read(s) == s));

    private static async Task<IResult> Post(Visit visit, LedgerWriter writer, CancellationToken stop)
    {
        var form = await visit.Http.Request.ReadFormAsync(stop);
        var back = ListViews.Back(visit, form["back"]);
        var orders = form["order"].OfType<string>().Distinct().ToList();
        var status = form["status"].ToString();
        var fault = orders.Count == 0 ? "Nothing was changed: no order is ticked."
            : orders.Count > OrdersMax ? $"Nothing was changed: {OrdersMax} orders at once are the most."
            : status.Length == 0 ? "Nothing was changed: no status was chosen."
            : StatusUpdate.Of(visit, orders[0], status, null, null) is null
                ? $"Nothing was changed: '{status}' is no status that can be set here."
            : null;
        if (fault is not null)
            return new Notice(fault, IsFault: true).Then(visit.Http, back);

        // Not by the versions the page showed: a status for twenty orders is meant for them as they are.
        var lines = await Task.WhenAll(orders.Select(id =>
            Line(writer, id, StatusUpdate.Of(visit, id, status, form["reason"], null)! with { Keys = Once(form, id) })));
        return Page.Of<BulkView>(visit, new BulkModel(visit.Store.Vocabulary.Read(status)!, lines, back));
    }

    // A page that is reloaded sends its form again: it is carried out once, whatever has happened to the orders since.
    private static IReadOnlyList<IdempotencyKey> Once(IFormCollection form, string orderId)
    {
        if (!Guid.TryParse(form["once"], out var once))
            return [];
        var asked = SHA256.HashData(Encoding.UTF8.GetBytes($"{form["status"]}\n{form["reason"]}\n{orderId}"));
        return [new($"d:{once:n}:{Convert.ToHexStringLower(asked)}", asked)];
    }

    // Where the ledger could not take one, the others of the list may have been changed, and their answers are not lost.
    internal static async Task<BulkLine> Line(LedgerWriter writer, string orderId, Submission submission)
    {
        try
        {
            var answer = await writer.Submit(submission, CancellationToken.None);
            return Line(orderId, answer) with { IsRepeated = answer is Answer.Done { Replayed: true } };
        }
        catch (LedgerUnavailableException notNow)
        {
            return new(orderId, orderId, BulkOutcome.Refused, $"{notNow.Message} Try this one again.");
        }
    }

    private static BulkLine Line(string orderId, Answer answer) => answer switch
    {
        Answer.Done { Outcome: { Kind: OutcomeKind.Changed } done } => new(orderId, done.Order.Number, BulkOutcome.Changed,
            $"{done.PreviousStatus} → {done.Order.Status}" + (done.Unusual ? ", an unusual move" : "")),
        Answer.Done { Outcome: var done } => new(orderId, done.Order.Number, BulkOutcome.Unchanged, $"is {done.Order.Status} already"),
        Answer.Refused refused => new(orderId, orderId, BulkOutcome.Refused, StatusUpdate.Why(refused.Why)),
        _ => throw new InvalidOperationException("A lone submission is never held."),
    };
}
