using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Dashboard;

/// <summary>A person's own push: the status an order shall have, in the words and by the rules of its store, and why.</summary>
internal static class StatusUpdate
{
    /// <summary>Null where the store knows no such status, or it cannot be pushed.</summary>
    /// <param name="visit">Who asks: the actor in the history.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="status">As it was chosen.</param>
    /// <param name="reason">Up to <see cref="Push.ReasonMax"/> characters; what is longer is cut.</param>
    /// <param name="version">The version the person saw; null where any will do.</param>
    public static Submission? Of(Visit visit, string orderId, string status, string? reason, long? version)
    {
        if (visit.Store.Vocabulary.Read(status) is not { } word)
            return null;
        reason = reason?.Trim() is { Length: > 0 } said ? said : null;
        var push = new Push(new StatusWord(word, status))
        {
            Reason = reason?.Length > Push.ReasonMax ? reason[..Push.ReasonMax] : reason,
            ExpectedVersions = version is { } seen ? [seen] : null,
        };
        return new(new(visit.Store.Name, orderId), push, visit.Store.RulesFor(visit.Store.Vocabulary), visit.By);
    }

    /// <summary>Why it was not carried out, to a person.</summary>
    public static string Why(Refusal refusal) => refusal switch
    {
        Refusal.UnknownOrder => "There is no such order.",
        Refusal.MoveNotAllowed move => $"The rules of this store do not let an order that is {move.From} become {move.To}. "
            + (move.AllowedNext.Count == 0 ? "It can become nothing else." : $"It can become: {string.Join(", ", move.AllowedNext)}."),
        Refusal.VersionMoved => "Somebody else was faster: the order has changed since this page was made.",
        Refusal.TooManyTags => $"An order takes up to {Tags.CountMax} tags. Remove one first.",
        _ => "This cannot be stored. Look for a value that is too long.",
    };
}
