namespace OrderLedger.Api.Ledger;

/// <summary>
/// A push whose sender was known and that was refused, as it came: what is needed to carry it out again, and what was answered last.
/// Never a key, never a signature.
/// </summary>
public sealed record RejectedPush(
    Guid Id, string Store, string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers,
    string Actor, string RequestId, int Status, string Reason)
{
    public const string Open = "open";
    public const string Replayed = "replayed";
    public const string Dismissed = "dismissed";

    public static readonly IReadOnlyList<string> States = [Open, Replayed, Dismissed];

    /// <summary>Null in a list, where the body is larger than <see cref="RejectedPushes.ListedBodyMax"/>.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The way in; null where it is not known.</summary>
    public string? Source { get; init; }

    /// <summary>The order it is about, in its one spelling; null where that cannot be told.</summary>
    public string? OrderId { get; init; }

    /// <summary>The number of that order now; null where the store has no such order.</summary>
    public string? OrderNumber { get; init; }

    public int BodyBytes { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How often it was tried, the first time included.</summary>
    public int Tries { get; init; } = 1;

    public DateTimeOffset TriedAt { get; init; }

    public string State { get; init; } = Open;

    /// <summary>Who put it aside; null where nobody did.</summary>
    public string? DismissedBy { get; init; }

    public DateTimeOffset? DismissedAt { get; init; }

    /// <summary>The answer when it was carried out; null before.</summary>
    public byte[]? Answer { get; init; }
}

/// <summary>
/// Which of a store's refused pushes. What is null or empty does not narrow the choice. Times are bounds on when it came, from inclusive,
/// to exclusive.
/// </summary>
public sealed record RejectedFilter(string Store)
{
    public IReadOnlyList<string> States { get; init; } = [RejectedPush.Open];

    public IReadOnlyList<int> Statuses { get; init; } = [];

    /// <summary>Stands somewhere in the path or the query.</summary>
    public string? Path { get; init; }

    /// <summary>Stands somewhere in the body, letter for letter.</summary>
    public string? Text { get; init; }

    public string? Actor { get; init; }

    /// <summary>The way in.</summary>
    public string? Source { get; init; }

    /// <summary>The order it is about.</summary>
    public string? OrderId { get; init; }

    /// <summary>Stands somewhere in the reason, in capitals or not.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public int Limit { get; init; } = 25;

    /// <summary>The last push of the page before: when it came and its id.</summary>
    public (DateTimeOffset ReceivedAt, Guid Id)? After { get; init; }
}
