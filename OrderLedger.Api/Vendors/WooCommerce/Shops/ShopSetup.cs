using OrderLedger.Api.Ledger.Shops;
using OrderLedger.Api.Webhooks;

namespace OrderLedger.Api.Vendors.WooCommerce.Shops;

/// <summary>Adds the services that ask the shops.</summary>
internal static class ShopSetup
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ShopTable>();
        services.AddSingleton<ShopOrderTable>();
        services.AddSingleton<ShopNews>();
        services.AddSingleton<PulledOrders>();
        services.AddSingleton<MissedOrders>();
        services.AddSingleton<WooImport>();
    }

    public static void AddCatchUp(IServiceCollection services, TimeSpan every)
    {
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<WooCatchUp>(s, every));
        services.AddHostedService(s => s.GetRequiredService<WooCatchUp>());
    }

    public static void AddWriteBack(IServiceCollection services) => services.AddSingleton<WayOut, WooWriteBack>();
}
