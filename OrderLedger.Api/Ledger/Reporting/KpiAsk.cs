using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>
/// Which numbers: of a store, of a period and the one it is compared with, in one currency or all. <c>At</c> is the moment open visits
/// count up to; with <c>IsPast</c> only what was recorded until then is known.
/// </summary>
public sealed record KpiAsk(Store Store, Period Period, DateTimeOffset At)
{
    public Period? Previous { get; init; }

    public string? Currency { get; init; }

    public bool IsPast { get; init; }

    /// <summary>Compares a period that ends today with the one before it up to the hour of <c>At</c>, not with a whole day.</summary>
    public bool UpToNow { get; init; }

    /// <summary>
    /// The moment at which the period that is compared with ends: on its last day the hour of <c>At</c>; null where it is taken whole.
    /// </summary>
    internal DateTimeOffset? Cut
    {
        get
        {
            if (!UpToNow || Previous?.To is not { } last || Period.Last != Store.DayOf(At))
                return null;
            var then = last.ToDateTime(TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(At, Store.TimeZone).DateTime));
            return new DateTimeOffset(then, Store.TimeZone.GetUtcOffset(then)).ToUniversalTime();
        }
    }

    /// <summary>Both periods and what lies between them.</summary>
    internal Period Whole => Period with { From = Previous?.From ?? Period.From };
}

/// <summary>Everything a report is made of, read from one state of the ledger.</summary>
public sealed record KpiFacts
{
    public required IReadOnlyDictionary<KpiCell, KpiSum> Cells { get; init; }

    public required IReadOnlyDictionary<SourceDay, SourceSum> Sources { get; init; }

    /// <summary>Refunds by their own days.</summary>
    public IReadOnlyList<RefundDay> Refunds { get; init; } = [];

    /// <summary>Pushes of a source in the period that left no event.</summary>
    public required IReadOnlyList<Unrecorded> Unrecorded { get; init; }

    public SlowFacts Slow { get; init; } = SlowFacts.None;

    /// <summary>The facts without those of them; <paramref name="day"/> is the last day that is compared with.</summary>
    public KpiFacts Without(Beyond beyond, DateOnly day) => beyond == Beyond.None ? this : this with
    {
        Cells = Cells.ToDictionary(c => c.Key, c => c.Value - beyond.Cells.GetValueOrDefault(c.Key)),
        Sources = new Dictionary<SourceDay, SourceSum>(Sources) { [new("", day, "")] = new(0, -beyond.Changes, 0, 0, default) },
        Slow = Slow with
        {
            Done = new Dictionary<DateOnly, long>(Slow.Done) { [day] = Slow.Done.GetValueOrDefault(day) - beyond.Done },
        },
    };

    /// <summary>Changes of a day that no webhook brought and that were found by asking the shop; 0 for a day that was not read.</summary>
    public long Missed(DateOnly day) => Sources.Where(s => s.Key.Day == day && s.Key.Source == ShopTable.CatchUpSource)
        .Sum(s => s.Value.Registered + s.Value.Changes);
}

/// <summary>Those of the facts that are read from the entries and orders one by one, and take the longer the more there are.</summary>
public sealed record SlowFacts
{
    public static readonly SlowFacts None = new()
    {
        Done = new Dictionary<DateOnly, long>(),
        Cycle = new(0, null, null),
        PreviousCycle = new(0, null, null),
        Visits = [],
        Ageing = new(0, []),
    };

    /// <summary>First entries into phase <c>done</c>, by day.</summary>
    public required IReadOnlyDictionary<DateOnly, long> Done { get; init; }

    public required Spread Cycle { get; init; }

    /// <summary>Null where nothing is compared.</summary>
    public Spread? PreviousCycle { get; init; }

    public required IReadOnlyList<TimeInStatus> Visits { get; init; }

    public required Ageing Ageing { get; init; }

    /// <summary>Left out of the comparison: it came after the hour that today has reached.</summary>
    public Beyond Beyond { get; init; } = Beyond.None;

    /// <summary>Sources that are silent for longer than usual.</summary>
    public IReadOnlyList<SilentSource> Silent { get; init; } = [];

    /// <summary>Orders in work that are not paid.</summary>
    public long Unpaid { get; init; }
}

/// <summary>How many, and the seconds that half and nine tenths of them took at most; null for none.</summary>
public sealed record Spread(long Count, decimal? MedianSeconds, decimal? P90Seconds);

/// <summary>Visits of a status; of these <c>Open</c> have not ended.</summary>
public sealed record TimeInStatus(string Status, long Open, Spread Visits);

/// <summary>Pushes of a source that said nothing new, and those that were refused.</summary>
public sealed record Unrecorded(string Source, long Duplicates, long Rejected, DateTimeOffset? LastAt)
{
    /// <summary>Stands for the source of refused pushes that were kept before it was.</summary>
    public const string Unknown = "unknown";
}

/// <summary>The orders longest over their status' limit, and how many there are in all.</summary>
public sealed record Ageing(long Total, IReadOnlyList<LateOrder> Orders)
{
    /// <summary>Most orders named on a page.</summary>
    public const int NamedMax = 100;
}

public sealed record LateOrder(string OrderId, string Number, string Status, DateTimeOffset Since, decimal Seconds, int LimitHours);
