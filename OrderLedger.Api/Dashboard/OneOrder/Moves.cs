namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>
/// The statuses an order may take here, in the vendor's printed order: the moves that are usual, and those that a permissive store takes
/// and flags.
/// </summary>
public sealed record Moves(IReadOnlyList<string> Usual, IReadOnlyList<string> Unusual)
{
    /// <summary>Longest status of the shop's own; 0 where it can have none.</summary>
    public int OwnMax { get; private init; }

    public bool Any => Usual.Count + Unusual.Count + OwnMax > 0;

    public static Moves Of(Store store, string status)
    {
        var words = store.Vocabulary;
        var next = words.NextAfter(status, store.Policy).ToLookup(to => words.MoveBetween(status, to) == Move.Usual);
        return new([.. next[true]], [.. next[false]]) { OwnMax = words.CustomMax };
    }
}
