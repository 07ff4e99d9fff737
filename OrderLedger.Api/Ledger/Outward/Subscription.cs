namespace OrderLedger.Api.Ledger.Outward;

/// <summary>An address that is told of what happens to the orders of a store.</summary>
/// <param name="Id">Names it in the API.</param>
/// <param name="Store">The store's name.</param>
/// <param name="Url">Where the messages go.</param>
/// <param name="Filter">Which events are told.</param>
public sealed record Subscription(Guid Id, string Store, string Url, SubscriptionFilter Filter)
{
    public const string Webhook = "webhook";
    public const string Shop = "shop";

    /// <summary>The reason when a person switched it off, and gave no other.</summary>
    public const string OffByHand = "It was switched off by hand.";

    /// <summary>
    /// How it is told: <c>webhook</c> sends messages to its address, <c>shop</c> writes statuses to the store's own shop.
    /// </summary>
    public string Kind { get; init; } = Webhook;

    public string? Description { get; init; }

    /// <summary>The name that people know it by: the description, or where there is none, the host.</summary>
    public string Name => NameOf(Url, Description);

    /// <summary>The host of the address. The path is left out: it may hold a token.</summary>
    public string Host => new Uri(Url).Host;

    internal static string NameOf(string url, string? description) => description ?? new Uri(url).Host;

    /// <summary>Whether messages carry what is personal: reasons and notes. Off unless it was asked for, which is recorded.</summary>
    public bool Details { get; init; }

    /// <summary>The secret that signs, encrypted.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>The secret before the last rotation, encrypted. It signs, too, until <see cref="OldSecretUntil"/>.</summary>
    public byte[]? OldSecret { get; init; }

    public DateTimeOffset? OldSecretUntil { get; init; }

    /// <summary>Events with a greater seq are told as they happen.</summary>
    public long AfterSeq { get; init; }

    /// <summary>Events of the past that are told, too; null when there are none, or no more.</summary>
    public SeqRange? Fill { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    /// <summary>The time of the first failure since the last success; null when the last attempt succeeded.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Null while it is on.</summary>
    public DateTimeOffset? OffAt { get; init; }

    /// <summary>Why it was switched off, as a sentence.</summary>
    public string? OffReason { get; init; }

    /// <summary>Counts the changes after which whoever sends has to begin anew.</summary>
    public int Revision { get; init; }
}

/// <summary>Chooses events. An empty list of statuses or phases lets all pass.</summary>
/// <param name="Types">Stored names of events, at least one.</param>
/// <param name="Statuses">Statuses that the order has after the event, in the store's words.</param>
/// <param name="Phases">Phases that the order has after the event, as on the wire.</param>
public sealed record SubscriptionFilter(IReadOnlyList<string> Types, IReadOnlyList<string> Statuses, IReadOnlyList<string> Phases)
{
    /// <summary>Whether an event of this type passes, after which the order has this status and phase.</summary>
    public bool Passes(string type, string? status, string? phase) => Types.Contains(type)
        && (Statuses.Count == 0 || Statuses.Contains(status)) && (Phases.Count == 0 || Phases.Contains(phase));
}

/// <summary>A range of the ledger.</summary>
/// <param name="After">Its events have a greater seq.</param>
/// <param name="To">The greatest seq.</param>
public readonly record struct SeqRange(long After, long To);
