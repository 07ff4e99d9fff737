using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Webhooks;

/// <summary>Adds what a server needs to tell others of what happens.</summary>
internal static class WebhookSetup
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(WebhookSettings.From(configuration));
        services.AddSingleton<DeliveriesMade>();
        services.AddHostedService<FanOutRunner>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<WebhookPost>();
        services.AddSingleton<SubscriptionDesk>();
        services.AddHostedService<WebhookSender>();
        services.AddHostedService<DeliverySweep>();
    }
}
