using System.Text.Json.Serialization;

namespace OrderLedger.Domain;

/// <summary>
/// An order as its events leave it. The same fold serves the decider, the stored current view, time travel and every rebuild.
/// Kept small, for every push rewrites it: what a push never touches is <see cref="OrderDetails"/>.
/// </summary>
public sealed record Order(string Number, string Status, Phase Phase, string Currency, string Source, DateTimeOffset CreatedAt)
{
    /// <summary>The shop's own id of the order: the key of its stream.</summary>
    public string Id { get; init; } = "";

    /// <summary>The phase as it is spelled on the wire; lists filter by it.</summary>
    [JsonIgnore]
    public string PhaseWord => Phase.Word();

    public string? PaymentStatus { get; init; }

    public string? FulfilmentStatus { get; init; }

    [JsonNumberHandling(OrderRegistered.Money)]
    public decimal? Total { get; init; }

    /// <summary>The amount paid back so far, where the shop told us.</summary>
    [JsonNumberHandling(OrderRegistered.Money)]
    public decimal? Refunded { get; init; }

    /// <summary>
    /// The amount that counts as paid back. A refunded order counts whole as long as no refund is known of it: some shops tell the status
    /// before the refund.
    /// </summary>
    [JsonIgnore]
    public decimal PaidBack => Refunded is { } known and not 0 ? known : Phase == Phase.Refunded ? Total ?? 0 : 0;

    /// <summary>When the order entered its status, by effective time: the sender's where given, else ours.</summary>
    public DateTimeOffset StatusSince { get; init; }

    /// <summary>A status reported for an earlier time than this is stale. Null while no time of the present status is known.</summary>
    public DateTimeOffset? StatusAsOf { get; init; }

    /// <summary>Details and money reported for an earlier time than this are old. Null while no sender's time of them is known.</summary>
    public DateTimeOffset? DetailsAsOf { get; init; }

    /// <summary>The same of the payment status, by effective time; null until it changed.</summary>
    public DateTimeOffset? PaymentAsOf { get; init; }

    /// <summary>The same of the fulfilment status, by effective time; null until it changed.</summary>
    public DateTimeOffset? FulfilmentAsOf { get; init; }

    /// <summary>The stale report heard last, so that hearing it again records nothing.</summary>
    public StaleReport? LastStale { get; init; }

    /// <summary>When its first status began, by effective time; the beginning of its cycle time.</summary>
    public DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it entered phase <c>done</c> for the first time, by effective time.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Whether it ever entered the phase, however it went on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WasCancelled { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WasFailed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WasRefunded { get; init; }

    /// <summary>The tags that colleagues gave it, sorted and separated by one space; null where it has none.</summary>
    public string? Tags { get; init; }

    /// <summary>Whose work it is; null where it is nobody's.</summary>
    public string? AssignedTo { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public long Version { get; init; }

    [JsonIgnore]
    public bool Deleted => DeletedAt is not null;

    /// <exception cref="InvalidOperationException">The event cannot follow: the ledger contradicts itself.</exception>
    public static Order Apply(Order? order, Recorded r)
    {
        var next = Follow(order, r) with { Version = r.Version };
        // What is read from storage may lack what the type says is always there.
        return next is { Number: not null, Status: not null, Currency: not null }
            ? next
            : throw new InvalidOperationException($"{r.Stream} v{r.Version}: {r.Event.GetType().Name} lacks a number, a status or a currency.");
    }

    public static Order? Fold(IEnumerable<Recorded> stream) => stream.Aggregate((Order?)null, Apply);

    private static Order Follow(Order? order, Recorded r) => (order, r.Event) switch
    {
        (null, OrderRegistered e) => Registered(e, r),
        ({ }, OrderDetailsChanged e) => order with
        {
            Number = e.Number ?? order.Number,
            Total = e.Total ?? order.Total,
            Refunded = e.Refunded ?? order.Refunded,
            Currency = e.Currency ?? order.Currency,
            CreatedAt = e.CreatedAt ?? order.CreatedAt,
            DetailsAsOf = Later(order.DetailsAsOf, e.OccurredAt),
            StatusAsOf = e.RepeatsStatus ? Later(order.StatusAsOf, e.OccurredAt) : order.StatusAsOf,
            UpdatedAt = r.At,
        },
        ({ }, StatusChanged e) => Entered(order with
        {
            Status = e.To,
            Phase = e.Phase,
            StatusSince = e.OccurredAt ?? r.At,
            StatusAsOf = e.OccurredAt ?? r.At,
            UpdatedAt = r.At,
        }),
        ({ }, StaleStatusReported e) => order with { LastStale = new(e.Status, e.OccurredAt) },
        ({ }, StatusRepeated e) => order with { StatusAsOf = Later(order.StatusAsOf, e.OccurredAt) },
        ({ }, PaymentStatusChanged e) => order with { PaymentStatus = e.To, PaymentAsOf = e.OccurredAt ?? r.At, UpdatedAt = r.At },
        ({ }, FulfilmentStatusChanged e) =>
            order with { FulfilmentStatus = e.To, FulfilmentAsOf = e.OccurredAt ?? r.At, UpdatedAt = r.At },
        ({ }, NoteAdded) => order with { UpdatedAt = r.At },
        ({ }, TagAdded e) => order with { Tags = Domain.Tags.With(order.Tags, e.Tag), UpdatedAt = r.At },
        ({ }, TagRemoved e) => order with { Tags = Domain.Tags.Without(order.Tags, e.Tag), UpdatedAt = r.At },
        ({ }, OrderAssigned e) => order with { AssignedTo = e.To, UpdatedAt = r.At },
        ({ }, OrderDeleted e) => order with { DeletedAt = e.OccurredAt ?? r.At, UpdatedAt = r.At },
        ({ }, OrderRestored) => order with { DeletedAt = null, UpdatedAt = r.At },
        ({ }, PersonalDataErased) => order,
        _ => throw new InvalidOperationException($"{r.Stream} v{r.Version}: {r.Event.GetType().Name} cannot follow."),
    };

    private static Order Registered(OrderRegistered e, Recorded r) =>
        Entered(new(e.Number, e.Status, e.Phase, e.Currency, r.Sender.Source, e.CreatedAt)
        {
            Id = r.Stream.OrderId,
            FirstSeenAt = e.OccurredAt ?? r.At,
            PaymentStatus = e.PaymentStatus,
            FulfilmentStatus = e.FulfilmentStatus,
            Total = e.Total,
            Refunded = e.Refunded,
            StatusSince = e.OccurredAt ?? r.At,
            StatusAsOf = e.OccurredAt,
            DetailsAsOf = e.OccurredAt,
            UpdatedAt = r.At,
        });

    private static DateTimeOffset? Later(DateTimeOffset? known, DateTimeOffset? reported) =>
        reported > known || known is null ? reported : known;

    private static Order Entered(Order order) => order.Phase switch
    {
        Phase.Done when order.DoneAt is null => order with { DoneAt = order.StatusSince },
        Phase.Cancelled => order with { WasCancelled = true },
        Phase.Failed => order with { WasFailed = true },
        Phase.Refunded => order with { WasRefunded = true },
        _ => order,
    };
}

/// <summary>A status that came too late, and the time it was true.</summary>
public sealed record StaleReport(string Status, DateTimeOffset OccurredAt);
