namespace OrderLedger.Api.Feed;

/// <summary>Adds what a server needs so that others can follow the ledger.</summary>
internal static class FeedSetup
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(FeedSettings.From(configuration));
        services.AddSingleton<RecentEvents>();
        services.AddHostedService(s => s.GetRequiredService<RecentEvents>());
        services.AddSingleton<FeedReader>();
    }
}
