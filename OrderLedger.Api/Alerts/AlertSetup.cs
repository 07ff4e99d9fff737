namespace OrderLedger.Api.Alerts;

/// <summary>Adds what a server needs to alert people.</summary>
internal static class AlertSetup
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var mail = MailSettings.Read(configuration);
        services.AddSingleton(mail);
        services.AddSingleton<MailPost>();
        services.AddSingleton<AlertDesk>();
        services.AddSingleton<WatchedStores>();
        services.AddSingleton<Lookout>();
        services.AddSingleton<Digests>();
        services.AddSingleton<AlertRound>();
        services.AddSingleton<AlertWatch>();
        services.AddHostedService(s => s.GetRequiredService<AlertWatch>());
        services.AddHostedService<MailSweep>();
        if (mail.Problem is null)
            services.AddHostedService<MailSender>();
    }
}
