namespace OrderLedger.Api.Ledger.Outward;

/// <summary>One event on its way to one subscription.</summary>
/// <param name="Id">The id of the message, the same at each attempt.</param>
/// <param name="Subscription">The id of the subscription.</param>
/// <param name="OrderId">The order of the event.</param>
/// <param name="Seq">The event's place in the ledger.</param>
/// <param name="State"><c>waiting</c>, <c>delivered</c>, <c>given_up</c> or <c>skipped</c>.</param>
/// <param name="Attempts">Attempts so far.</param>
public sealed record Delivery(Guid Id, Guid Subscription, string OrderId, long Seq, string State, int Attempts)
{
    public const string Waiting = "waiting";
    public const string Delivered = "delivered";
    public const string GivenUp = "given_up";

    /// <summary>It was not sent: the receiver knew it already, or something newer was sent in its place.</summary>
    public const string Skipped = "skipped";

    public static readonly IReadOnlyList<string> States = [Waiting, Delivered, GivenUp, Skipped];

    /// <summary>The time of the next attempt, while it waits.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Since when it is on its way; sent again, since then.</summary>
    public DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>The HTTP status of the last answer; null where there was none.</summary>
    public int? Status { get; init; }

    /// <summary>The first 4 kB of the last answer, or why there was none.</summary>
    public string? Answer { get; init; }

    /// <summary>How long the last attempt took.</summary>
    public int? TookMs { get; init; }
}

/// <summary>The end of an attempt.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="Status">The HTTP status; null where no answer came.</param>
/// <param name="Answer">The first 4 kB of the answer, or why there was none.</param>
/// <param name="TookMs">How long it took.</param>
/// <param name="State">The state the delivery has now.</param>
/// <param name="Pause">Until the next attempt, while it waits.</param>
public sealed record Attempt(Guid Id, int? Status, string Answer, int TookMs, string State, TimeSpan Pause)
{
    /// <summary>How often the delivery had been asked to be sent again when the attempt began.</summary>
    public int Again { get; init; }

    /// <summary>It was refused for what it says, which tells nothing of whether the receiver can be reached.</summary>
    public bool IsRefused { get; init; }
}
