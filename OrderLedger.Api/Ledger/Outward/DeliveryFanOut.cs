using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Ledger.Outward;

/// <summary>
/// Marten's subscription that turns each page of events into deliveries. They are written in the transaction that moves Marten's position,
/// so a crash neither loses one nor makes one twice.
/// </summary>
internal sealed class DeliveryFanOut : ISubscription
{
    public const string Name = "webhooks";

    /// <summary>The name of the position in Marten's table of progress.</summary>
    public const string ShardName = Name + ":All";

    // Alerts are actions on the store. They have no status and no phase, so only their type chooses them.
    private const string IsAlert =
        $"(e.tenant_id = '{ActionStreams.Tenant}' and e.stream_id = s.store and e.type in ('{ActionTypes.AlertOpened}', '{ActionTypes.AlertClosed}'))";

    // A shop is not told what it said itself.
    private const string Passes =
        $"""
              e.type = any(s.types)
          and ({IsAlert} or (e.tenant_id = s.store
               and (cardinality(s.statuses) = 0 or {OutwardEvents.StatusAfter} = any(s.statuses))
               and (cardinality(s.phases) = 0 or {OutwardEvents.PhaseAfter} = any(s.phases))
               and (s.kind <> '{Subscription.Shop}' or coalesce(e.headers ->> 'source', '') not in ({ShopTable.OwnSources}))))
        """;

    private const string OfPage =
        $"""
         insert into ledger.ol_delivery (subscription, stream_id, seq_id)
         select s.id, e.stream_id, e.seq_id
           from ledger.mt_events e
           join ledger.ol_subscription s on s.off_at is null
          where e.seq_id > ? and e.seq_id <= ? and e.seq_id > s.after_seq and {Passes}
          order by e.seq_id
         on conflict do nothing
         """;

    /// <summary>
    /// Makes deliveries of events of the past for one subscription ($1), those between two seqs ($2, $3). What was sent is sent again.
    /// </summary>
    internal const string Fill =
        $"""
         insert into ledger.ol_delivery as d (subscription, stream_id, seq_id)
         select s.id, e.stream_id, e.seq_id
           from ledger.ol_subscription s
           join ledger.mt_events e on e.seq_id > $2 and e.seq_id <= $3
          where s.id = $1 and {Passes}
         on conflict (subscription, seq_id) do update set state = 'waiting', attempts = 0, due_at = now(), made_at = now() where d.state <> 'waiting'
         """;

    private readonly DeliveriesMade made;

    public DeliveryFanOut(DeliveriesMade made) => this.made = made;

    public Task<IChangeListener> ProcessEventsAsync(EventRange page, ISubscriptionController controller, IDocumentOperations operations,
        CancellationToken cancellationToken)
    {
        operations.QueueSqlCommand(OfPage, page.SequenceFloor, page.SequenceCeiling);
        return Task.FromResult<IChangeListener>(made);
    }
}
