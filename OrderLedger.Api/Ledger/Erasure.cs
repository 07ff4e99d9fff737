using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// The result of an erasure. <c>UpTo</c> is the version of the last event erased, null where there was nothing to erase; <c>Version</c> is
/// the order's now; <c>RefusedPushes</c> how many kept pushes of this order were deleted with it.
/// </summary>
public sealed record Erased(long Version, long? UpTo, int RefusedPushes);

/// <summary>
/// Erases what is personal of one order: from its events, its views and remembered answers, and the refused pushes of it (docs/privacy.md).
/// </summary>
public sealed class Erasure(LedgerWriter writer, RefusedOfOrders pushes)
{
    /// <summary>Null when the store has no such order.</summary>
    /// <param name="store">The order's store.</param>
    /// <param name="orderId">The shop's own id.</param>
    /// <param name="by">Who erases it and how.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="LedgerUnavailableException">Not now.</exception>
    public async Task<Erased?> Run(Store store, string orderId, Sender by, CancellationToken stop)
    {
        var stream = new StreamKey(store.Name, orderId);
        if (await writer.Submit(new(stream, new EraseOrder(), store.RulesFor(store.Vocabulary), by), stop) is not Answer.Done
            { Outcome: var outcome })
            return null;
        var version = outcome.Order.Version;
        // The event itself stands behind the last one that was erased.
        return new(version, outcome.Changed ? version - 1 : null, await pushes.Delete(stream, stop));
    }
}
