namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// A rebuild that was asked for. <c>Store</c> is null for all stores. <c>Head</c> is the place in the ledger its new tables are up to,
/// <c>Events</c> how many events were there to replay when it began, <c>Done</c> how many of them it has replayed.
/// </summary>
public sealed record Rebuild(Guid Id, IReadOnlyList<string> Projections, string? Store, string Actor, string State)
{
    public long Head { get; init; }

    public long Events { get; init; }

    public long Done { get; init; }

    /// <summary>Somebody asked for its end; it ends at the next opportunity.</summary>
    public bool IsToBeCancelled { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? BeganAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public bool HasEnded => EndedAt is not null;

    internal IReadOnlyList<Projection> Rebuilt => [.. Projection.All.Where(p => Projections.Contains(p.Name))];

    internal IEnumerable<string> Tables => Rebuilt.SelectMany(p => p.Tables);
}

/// <summary>Where a rebuild stands, in the order it goes through.</summary>
public static class RebuildState
{
    public const string Waiting = "waiting";
    public const string Copying = "copying";
    public const string Indexing = "indexing";
    public const string CatchingUp = "catching_up";
    public const string Swapping = "swapping";
    public const string Done = "done";
    public const string Cancelled = "cancelled";
    public const string Failed = "failed";
}

/// <summary>A projection as the database has it: the version of the code that made its rows, and the rebuild that made them.</summary>
public sealed record ProjectionStatus(Projection Projection, int Version, long RowsEstimate)
{
    public Rebuild? LastRebuild { get; init; }

    public bool IsOutdated => Version < Projection.Version;
}
