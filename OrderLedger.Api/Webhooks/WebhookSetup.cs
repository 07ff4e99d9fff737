using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Webhooks;

/// <summary>Adds what a server needs to tell others of what happens.</summary>
internal static class WebhookSetup
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        AddPost(services, configuration);
        services.AddSingleton<DeliveriesMade>();
        services.AddHostedService<FanOutRunner>();
        services.AddSingleton<Func<Subscription, SubscriptionSender>>(known => to =>
            ActivatorUtilities.CreateInstance<SubscriptionSender>(known, to, known.GetRequiredService<WaysOut>().For(to)));
        services.AddHostedService<WebhookSender>();
        services.AddHostedService<DeliverySweep>();
    }

    /// <summary>Adds what makes and tests subscriptions, and nothing that runs by itself.</summary>
    public static void AddPost(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(WebhookSettings.From(configuration));
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<WayOut, WebhookPost>();
        services.AddSingleton<WaysOut>();
        services.AddSingleton<SubscriptionDesk>();
    }
}
