using OrderLedger.Api.Ledger;
using OrderLedger.Api.Ledger.Shops;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Vendors.WooCommerce.Shops;

namespace OrderLedger.Api;

/// <summary>The counts of an import: orders read, orders that told something new, and orders that were refused.</summary>
internal sealed record Imported(long Orders, long Changed, long Refused);

/// <summary>The imports without a server, for the verb.</summary>
internal static class OfflineImport
{
    /// <summary>Reads all orders of the store's shop; goes on where the last one was stopped.</summary>
    /// <exception cref="ShopException">The shop does not answer.</exception>
    public static async Task<Imported> FromShop(IServiceProvider services, Store store, DateOnly? from, Action<long, long> told,
        CancellationToken stop)
    {
        var writer = services.GetRequiredService<LedgerWriter>();
        await writer.StartAsync(stop);
        try
        {
            var sum = await services.GetRequiredService<WooImport>().Run(store, from, told, stop);
            return new(sum.Orders, sum.Changed, sum.Refused);
        }
        finally
        {
            await writer.StopAsync(CancellationToken.None);
            await services.GetRequiredService<Duplicates>().Try(CancellationToken.None);
        }
    }
}
