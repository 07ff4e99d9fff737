namespace OrderLedger.Api.Webhooks;

/// <summary>An event as others are told of it: the body of a webhook message, and an event of the feed.</summary>
/// <param name="Type">Such as <c>order.status_changed</c>.</param>
/// <param name="Timestamp">The time of recording.</param>
/// <param name="Data">The facts.</param>
public sealed record EventMessage(string Type, DateTimeOffset Timestamp, EventFacts Data);

/// <summary>The facts of an event. Those that it does not have are null.</summary>
public sealed record EventFacts
{
    public required string Store { get; init; }

    public required string OrderId { get; init; }

    public required string OrderNumber { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string? Phase { get; init; }

    /// <summary>The event's place in the stream of its order, from 1.</summary>
    public long Version { get; init; }

    /// <summary>The event's place in the ledger.</summary>
    public long Seq { get; init; }

    /// <summary>The sender's time; the time of recording where it gave none.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public required string Actor { get; init; }

    public required string Source { get; init; }

    public decimal? Total { get; init; }

    public string? Currency { get; init; }

    /// <summary>A reason or a note, where details were asked for. It may be personal.</summary>
    public string? Reason { get; init; }
}
