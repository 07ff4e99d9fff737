namespace OrderLedger.Api.Ledger.Auditing;

/// <summary>
/// Which lines an audit shows. What is null does not narrow it. Times are bounds, from inclusive, to exclusive; when something occurred is
/// the sender's time, else ours. Of several filters a line must pass all.
/// </summary>
public sealed record AuditFilter(Store Store)
{
    /// <summary>Most lines on one page.</summary>
    public const int LimitMax = 200;

    public DateTimeOffset? RecordedFrom { get; init; }

    public DateTimeOffset? RecordedTo { get; init; }

    public DateTimeOffset? OccurredFrom { get; init; }

    public DateTimeOffset? OccurredTo { get; init; }

    public string? Actor { get; init; }

    public string? Source { get; init; }

    public string? Type { get; init; }

    public string? StatusFrom { get; init; }

    public string? StatusTo { get; init; }

    public string? OrderId { get; init; }

    public string? CorrelationId { get; init; }

    public bool Unusual { get; init; }

    public bool WithOrders { get; init; } = true;

    public bool WithActions { get; init; } = true;

    public int Limit { get; init; } = 50;

    /// <summary>Only lines of lower places in the ledger than this.</summary>
    public long Before { get; init; } = long.MaxValue;

    /// <summary>An action has no order, no status and no time but that of its recording: who asks for these asks for events.</summary>
    public bool ShowsActions => WithActions && !Unusual
        && (OrderId, StatusFrom, StatusTo, OccurredFrom, OccurredTo) is (null, null, null, null, null);
}

/// <summary>One place in the ledger: an event of an order, or an administrative action.</summary>
public abstract record AuditLine(long Seq, string Type, Sender Sender, DateTimeOffset RecordedAt)
{
    public sealed record OfOrder(long Seq, string Type, Sender Sender, DateTimeOffset RecordedAt, string OrderId, long Version)
        : AuditLine(Seq, Type, Sender, RecordedAt)
    {
        public string? StatusFrom { get; init; }

        public string? StatusTo { get; init; }

        public required string Phase { get; init; }

        /// <summary>The sender's time, else ours.</summary>
        public required DateTimeOffset OccurredAt { get; init; }

        public bool Late => Push.IsLate(OccurredAt, RecordedAt);

        public required bool Unusual { get; init; }

        public required bool Stale { get; init; }

        /// <summary>How long the status that was left had lasted.</summary>
        public TimeSpan? Held { get; init; }
    }

    public sealed record OfStore(long Seq, string Type, Sender Sender, DateTimeOffset RecordedAt, JsonElement Data)
        : AuditLine(Seq, Type, Sender, RecordedAt)
    {
        /// <summary>Whether it was done to the whole ledger, and so to this store as to any other.</summary>
        public bool ConcernsAll { get; init; }
    }
}

/// <summary>
/// A page of lines, newest first. <c>Next</c> is null on the last one; <c>Count</c> of all pages is an estimate unless it is exact.
/// </summary>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, long? Next, long Count, bool IsExact);
