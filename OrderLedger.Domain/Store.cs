namespace OrderLedger.Domain;

/// <summary>
/// One shop: its name (in storage the tenant of its streams), the dialect it speaks, what it does with unusual moves,
/// and how its money and days are counted. <c>Currency</c> is the ISO 4217 code taken when an order names none.
/// </summary>
public sealed record Store(string Name, string Dialect, Policy Policy, string Currency, TimeZoneInfo TimeZone)
{
    /// <summary>Longest name, in characters: lower-case letters, digits and "-".</summary>
    public const int NameMax = 40;

    /// <summary>Hours an open order may stay in a status before it is overdue; a status that is not named has no limit.</summary>
    public static readonly IReadOnlyDictionary<string, int> DefaultLimitHours =
        new Dictionary<string, int> { ["pending"] = 24, ["processing"] = 72, ["on-hold"] = 168 };

    public Vocabulary Vocabulary { get; } = Vocabularies.Of(Dialect);

    /// <summary>The store's own word on the phase of a status, above all of statuses of its own making.</summary>
    public IReadOnlyDictionary<string, Phase> Phases { get; init; } = new Dictionary<string, Phase>();

    /// <summary>The company a Genuka client names; the store's name unless set otherwise.</summary>
    public string Company { get; init; } = Name;

    /// <summary>The workspace an Awal client names; the store's name unless set otherwise.</summary>
    public string Domain { get; init; } = Name;

    /// <summary>Most requests of one of the store's keys in a minute; 0 for no limit, null for the server's own.</summary>
    public int? RatePerMinute { get; init; }

    public IReadOnlyDictionary<string, int> LimitHours { get; init; } = DefaultLimitHours;

    /// <summary>Whether the order is still worked on, and longer in its status than its limit.</summary>
    public bool IsOverdue(Order order, DateTimeOffset now) => !order.Deleted && order.Phase.IsOpen()
        && LimitHours.TryGetValue(order.Status, out var hours) && order.StatusSince < now.AddHours(-hours);

    /// <summary>The calendar day of a moment, in the store's time zone.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, TimeZone).DateTime);

    /// <summary>The rules a request to this store is decided by, in the words of the way it came in.</summary>
    public Rules RulesFor(Vocabulary vocabulary) => new(this, vocabulary);
}

/// <summary>A store's policy and phases together with the vocabulary a request speaks.</summary>
public sealed record Rules(Store Store, Vocabulary Vocabulary)
{
    public Phase PhaseOf(string status) => Store.Phases.TryGetValue(status, out var phase) ? phase : Vocabulary.PhaseOf(status);
}
