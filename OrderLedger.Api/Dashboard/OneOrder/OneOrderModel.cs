using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>The page of an order: the order as it is, or as it was.</summary>
public sealed record OneOrderModel(string OrderId, Order Order, OrderDetails? Details)
{
    public required TimelinePage Timeline { get; init; }

    public Neighbours Neighbours { get; init; } = new(null, null);

    /// <summary>Whether its personal data is gone, or some of it.</summary>
    public bool IsErased { get; init; }

    /// <summary>The event after which the order is shown; null for now.</summary>
    public Recorded? Past { get; init; }

    /// <summary>The order's version now.</summary>
    public long Latest { get; init; } = Order.Version;

    /// <summary>Why its status is not in the shop; null when nothing is amiss.</summary>
    public ShopRefusal? Refusal { get; init; }

    /// <summary>Most refused changes shown.</summary>
    public const int RefusedShown = 3;

    /// <summary>In an address: all items of the order.</summary>
    public const string AllItems = "items=all";

    /// <summary>Its changes that were refused and are still open, newest first; one more than are shown stands for more.</summary>
    public IReadOnlyList<RejectedPush> RefusedChanges { get; init; } = [];

    /// <summary>Names that orders are assigned to.</summary>
    public IReadOnlyList<string> Colleagues { get; init; } = [];

    /// <summary>An attempt that was refused.</summary>
    public Attempt? Attempt { get; init; }

    /// <summary>The address of another view of this order.</summary>
    public string Url(Visit visit, string query = "") => OrderUrl.Of(visit, OrderId, query);

    public string UrlAt(Visit visit, long version) => Url(visit, string.Create(CultureInfo.InvariantCulture, $"version={version}"));
}

/// <summary>
/// A page of the timeline. <c>Before</c> is what the page was asked with, null for the newest; <c>Next</c> asks for the following one.
/// </summary>
public sealed record TimelinePage(IReadOnlyList<TimelineEvent> Events, long? Before, long? Next, IReadOnlyList<Repeated> Repeated)
{
    // Deliveries are made a moment after their event.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <summary>Who was told of the events.</summary>
    public required Tellings Told { get; init; }

    /// <summary>After how many ms the page looks again whether somebody was told; null when there is nothing to wait for.</summary>
    public int? PollMs(DateTimeOffset now)
    {
        if (!Told.IsAnyOn)
            return null;
        var waiting = Told.BySeq.SelectMany(of => of).Where(t => t.IsOn && t.Delivery.State == Delivery.Waiting).ToList();
        return waiting.Exists(t => t.Delivery.DueAt < now + Soon) || Events.Any(e => e.Recorded.At > now - Moment) ? 2_000
            : waiting.Count > 0 ? 60_000 : null;
    }
}

/// <summary>An update of the status that was not carried out, kept so that it can be sent again.</summary>
public sealed record Attempt(string Status, string Reason, string Fault)
{
    /// <summary>The order had changed: sent again, now from what the page shows, it may go through.</summary>
    public bool WasLate { get; init; }
}
