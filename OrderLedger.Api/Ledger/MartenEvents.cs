using JasperFx.Events;
using Marten.Events.Aggregation;
using OrderLedger.Api.Ledger.Auditing;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// Lets Marten aggregate an order and its details from their stream, also at a version or a time, by the ledger's own fold.
/// </summary>
public sealed partial class PastOrderAggregate : SingleStreamProjection<PastOrder, string>
{
    public override PastOrder? Evolve(PastOrder? snapshot, string id, IEvent e) =>
        e.Data is OrderEvent ? PastOrder.Following(snapshot, e.AsRecorded()) : snapshot;
}

/// <summary>Marten's events in the words of the domain.</summary>
internal static class MartenEvents
{
    private const string Unknown = "unknown";

    public static StreamKey Stream(this IEvent e) => new(e.TenantId, e.StreamKey!);

    /// <summary>Who brought it. What another application left out is unknown.</summary>
    public static Sender Sender(this IEvent e) =>
        new(e.UserName ?? Unknown, e.GetHeader("source")?.ToString() ?? Unknown, e.CorrelationId, e.CausationId)
        {
            Notes = SentNotes.Read(e.GetHeader("notes")?.ToString()),
        };

    /// <exception cref="InvalidCastException">It is no event of an order.</exception>
    public static Recorded AsRecorded(this IEvent e) =>
        new(e.Sequence, e.Id, e.Stream(), e.Version, e.Timestamp, e.Sender(), (OrderEvent)e.Data);
}
