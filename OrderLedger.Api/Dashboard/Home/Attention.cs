using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Dashboard.Home;

/// <summary>
/// All that somebody should look at now. <c>Slow</c> is null while it is being counted; <c>Refused</c> counts refused changes that nobody
/// has taken care of.
/// </summary>
public sealed record Attention(SlowFacts? Slow, long Refused, IReadOnlyList<TroubledSubscription> Troubled)
{
    /// <summary>Changes of today that no webhook brought.</summary>
    public long Missed { get; init; }

    /// <summary>Why the shop does not answer when it is asked; null where it does.</summary>
    public string? ShopProblem { get; init; }

    public bool IsNone => Slow is { Ageing.Total: 0, Unpaid: 0, Silent.Count: 0 } && Refused == 0 && Missed == 0 && Troubled.Count == 0
        && ShopProblem is null;
}
