namespace OrderLedger.Domain;

/// <summary>
/// A time as a sender wrote it: some moment from <c>At</c> on, before <c>At</c> plus <c>Precision</c>. A sender that writes a day means any
/// moment of it. Never finer than a microsecond, because PostgreSQL keeps no finer.
/// </summary>
public readonly record struct SenderTime(DateTimeOffset At, TimeSpan Precision)
{
    public static readonly TimeSpan Finest = TimeSpan.FromMicroseconds(1);

    /// <summary>The latest moment it may mean.</summary>
    public DateTimeOffset Latest => At + Precision - Finest;

    /// <summary>Whether it is coarser than a second, as a day and a minute are.</summary>
    public bool IsCoarse => Precision > TimeSpan.FromSeconds(1);

    /// <summary>A whole second means any moment of it, because many senders write no finer.</summary>
    public static implicit operator SenderTime(DateTimeOffset moment) =>
        new(moment, moment.Ticks % TimeSpan.TicksPerSecond == 0 ? TimeSpan.FromSeconds(1) : Finest);

    /// <summary>Whether even its latest possible moment lies before what is known.</summary>
    public bool IsBefore(DateTimeOffset? known) => Latest < known;

    /// <summary>Whether what is known lies within it, so that nobody can say which of the two came first.</summary>
    public bool Holds(DateTimeOffset? known) => At <= known && known <= Latest;

    /// <summary>
    /// The moment that is recorded for it. A time of a second or finer is recorded as it was sent. A coarse one means now where now lies
    /// within it, else its first moment; and never one before what is known.
    /// </summary>
    public DateTimeOffset Moment(DateTimeOffset? known, DateTimeOffset now)
    {
        if (!IsCoarse)
            return At;
        var moment = Holds(now) ? now : At;
        return known > moment ? known.Value : moment;
    }
}
