namespace OrderLedger.Domain;

/// <summary>A request to change an order, already in our types and checked against the vocabulary.</summary>
public abstract record OrderRequest;

/// <summary>A status in our spelling, and as the sender spelled it.</summary>
public sealed record StatusWord(string Status, string Raw);

/// <summary>
/// A push: what an order is to become. A member that is null does not change. <c>OccurredAt</c> is the sender's time;
/// <c>ExpectedVersions</c> are the stream versions an If-Match named, any of which will do.
/// </summary>
public sealed record Push(StatusWord? Status = null) : OrderRequest
{
    /// <summary>How far ahead of our clock a sender's may be; a time that lies further ahead is not believed.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(5);

    /// <summary>Whether something was recorded late: longer after it happened than clocks may differ.</summary>
    public static bool IsLate(DateTimeOffset occurred, DateTimeOffset recorded) => recorded - occurred > AheadMax;

    /// <summary>Longest reason taken, in characters.</summary>
    public const int ReasonMax = 500;

    public string? PaymentStatus { get; init; }

    public string? FulfilmentStatus { get; init; }

    public string? Note { get; init; }

    /// <summary>Details to be merged into the order's as RFC 7396 merges them.</summary>
    public Details? Details { get; init; }

    public SenderTime? OccurredAt { get; init; }

    public string? Reason { get; init; }

    public IReadOnlyList<long>? ExpectedVersions { get; init; }
}

/// <summary>
/// An order as the shop holds it: registered when it is new; else its details are updated and its status is a push like any
/// other.
/// </summary>
public sealed record RegisterOrder(StatusWord? Status = null) : OrderRequest
{
    public string? Number { get; init; }

    /// <summary>The number of a new order that came without one; a known order keeps its own.</summary>
    public string? NumberIfNew { get; init; }

    public string? Currency { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public decimal? Total { get; init; }

    public decimal? Refunded { get; init; }

    public string? PaymentStatus { get; init; }

    public string? FulfilmentStatus { get; init; }

    public SenderTime? OccurredAt { get; init; }

    public Details? Details { get; init; }

    public IReadOnlyList<long>? ExpectedVersions { get; init; }

    /// <summary>Of an order that is not known it says nothing: such a report is no beginning of one.</summary>
    public bool OnlyIfKnown { get; init; }

    /// <summary>The shop says in so many words that a deleted order is back.</summary>
    public bool Restores { get; init; }
}

/// <summary>
/// Marks of colleagues for each other: tags added and removed one by one, whose work the order is, a note. They change nothing that the
/// shop reports, and no report of the shop changes tags or whose work it is.
/// </summary>
public sealed record AnnotateOrder : OrderRequest
{
    /// <summary>Longest note of a colleague, in characters.</summary>
    public const int NoteMax = 2_000;

    /// <summary>Tags as <see cref="Tags.Read"/> leaves them. One the order has already says nothing new.</summary>
    public IReadOnlyList<string> AddTags { get; init; } = [];

    public IReadOnlyList<string> RemoveTags { get; init; } = [];

    /// <summary>Null where it does not change.</summary>
    public Assignment? Assignment { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<long>? ExpectedVersions { get; init; }
}

/// <summary>Whose work an order becomes; null for nobody's.</summary>
public sealed record Assignment(string? To)
{
    /// <summary>Longest name, in characters.</summary>
    public const int NameMax = 80;
}

public sealed record DeleteOrder(SenderTime? OccurredAt = null) : OrderRequest;

/// <summary>
/// That what is personal in the order's events goes. <c>HoldsAny</c>: whether they hold any, which nobody knows but the writer.
/// </summary>
public sealed record EraseOrder(bool HoldsAny = true) : OrderRequest;
