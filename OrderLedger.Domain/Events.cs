using System.Text.Json.Serialization;

namespace OrderLedger.Domain;

/// <summary>
/// Something that happened to one order, in the words the vendor used.
/// THESE RECORDS ARE THE STORED FORMAT: a property may be added with a default, never renamed, retyped or removed.
/// Money is written as a string, so that what is hashed holds only strings, booleans and whole numbers.
/// </summary>
public abstract record OrderEvent
{
    protected const JsonNumberHandling MoneyAsText = JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString;
}

/// <summary>The order became known. <c>Raw</c> is the status as the vendor spelled it, <c>CreatedAt</c> the shop's own time.</summary>
public sealed record OrderRegistered(
    string Number,
    string Status,
    string Raw,
    Phase Phase,
    string Currency,
    DateTimeOffset CreatedAt,
    [property: JsonNumberHandling(OrderRegistered.Money)] decimal? Total = null,
    [property: JsonNumberHandling(OrderRegistered.Money)] decimal? Refunded = null,
    string? PaymentStatus = null,
    string? FulfilmentStatus = null,
    DateTimeOffset? OccurredAt = null,
    Details? Details = null) : OrderEvent
{
    internal const JsonNumberHandling Money = MoneyAsText;
}

/// <summary>
/// The part of an order that a push never touches was reported anew. Null means unchanged; <c>Details</c> holds only the members that
/// changed. <c>OccurredAt</c> is the sender's time where it gave one; <c>RepeatsStatus</c>: the same report named the status that the order
/// has, as <see cref="StatusRepeated"/> says.
/// </summary>
public sealed record OrderDetailsChanged(
    string? Number = null,
    [property: JsonNumberHandling(OrderRegistered.Money)] decimal? Total = null,
    [property: JsonNumberHandling(OrderRegistered.Money)] decimal? Refunded = null,
    string? Currency = null,
    DateTimeOffset? CreatedAt = null,
    Details? Details = null,
    DateTimeOffset? OccurredAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool RepeatsStatus = false) : OrderEvent;

/// <summary>
/// The order took a new status. <c>From</c> is kept so that audit rows and KPIs need no second read, <c>Raw</c> is the word as sent,
/// <c>OccurredAt</c> the sender's time where it gave one, <c>Unusual</c> marks a move outside the vocabulary's graph.
/// </summary>
public sealed record StatusChanged(
    string From,
    string To,
    string Raw,
    Phase Phase,
    DateTimeOffset? OccurredAt = null,
    string? Reason = null,
    bool Unusual = false) : OrderEvent;

/// <summary>A status older than the one the order has: kept for the history, not applied.</summary>
public sealed record StaleStatusReported(string Status, string Raw, DateTimeOffset OccurredAt, string? Reason = null) : OrderEvent;

/// <summary>The status that the order has was reported again for a later time: a report of another one from before it is stale.</summary>
public sealed record StatusRepeated(DateTimeOffset OccurredAt) : OrderEvent;

public sealed record PaymentStatusChanged(string? From, string To, DateTimeOffset? OccurredAt = null, string? Reason = null) : OrderEvent;

public sealed record FulfilmentStatusChanged(string? From, string To, DateTimeOffset? OccurredAt = null, string? Reason = null)
    : OrderEvent;

/// <summary><c>Text</c> is null once it was erased.</summary>
public sealed record NoteAdded(string? Text = null) : OrderEvent;

/// <summary>
/// A colleague gave the order a tag, a word as <see cref="Tags.Read"/> leaves it. One event for each, so that two who change tags at once lose
/// nothing.
/// </summary>
public sealed record TagAdded(string Tag) : OrderEvent;

public sealed record TagRemoved(string Tag) : OrderEvent;

/// <summary>The order is somebody's work now. <c>To</c> is null where it is nobody's.</summary>
public sealed record OrderAssigned(string? From = null, string? To = null) : OrderEvent;

/// <summary>The shop deleted the order. The stream stays; the order leaves lists and KPIs.</summary>
public sealed record OrderDeleted(DateTimeOffset? OccurredAt = null) : OrderEvent;

public sealed record OrderRestored(DateTimeOffset? OccurredAt = null) : OrderEvent;

/// <summary>
/// Personal data in this stream's events up to version <c>UpTo</c> (<see cref="PersonalData"/>) was erased from them, and so from all
/// that is made of them. The one event whose recording changes others.
/// </summary>
public sealed record PersonalDataErased([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long UpTo) : OrderEvent
{
    /// <summary>
    /// Only in the stream of operators' actions, which records an erasure too: whose data was erased. There <c>UpTo</c> is 0.
    /// </summary>
    [JsonPropertyName("order"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OrderId { get; init; }
}
