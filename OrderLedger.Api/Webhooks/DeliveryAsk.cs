using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Webhooks;

/// <summary>A page of a subscription's deliveries, as it is asked for.</summary>
/// <param name="State">Only deliveries in this state.</param>
/// <param name="Before">Only deliveries of events before this seq.</param>
/// <param name="Limit">How many, 1 to <see cref="LimitMax"/>.</param>
internal sealed record DeliveryAsk(string? State, long? Before, int Limit)
{
    public const int LimitMax = 100;

    /// <summary>The newest, whatever their state.</summary>
    public static readonly DeliveryAsk All = new(null, null, LimitMax);

    /// <summary>The query, or a sentence that says what is wrong with it.</summary>
    public static (DeliveryAsk? Ask, string? Fault) Read(Query query)
    {
        var (state, before, limit) = (query.One("state"), query.One("before"), query.Number("limit", LimitMax));
        if (query.Unknown() is { } unknown)
            return (null, unknown);
        if (state is not null && !Delivery.States.Contains(state))
            return (null, $"state takes {string.Join(", ", Delivery.States)}.");
        if (limit is < 1 or > LimitMax)
            return (null, $"limit takes a number from 1 to {LimitMax}.");
        long? seq = long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return before is not null && seq is null ? (null, "before takes a seq.") : (new(state, seq, limit), null);
    }

    /// <summary>Asks for the following page; null when this one was the last.</summary>
    public long? Next(IReadOnlyList<Delivery> page) => page.Count == Limit ? page[^1].Seq : null;
}
