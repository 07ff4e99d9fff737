using Marten;

namespace OrderLedger.Api.Ledger;

/// <summary>Registers the ledger in another application, to read it, append to it and follow it (docs/marten.md).</summary>
public static class LedgerServices
{
    /// <summary>
    /// Registers Marten's store and sessions on a ledger that <c>migrate</c> has made. An event appended through them brings its views,
    /// sums, entries and leaves with it. Marten's log of statements is off, because it holds their parameters, and those the data of
    /// customers.
    /// </summary>
    /// <param name="services">Of the application.</param>
    /// <param name="connectionString">Of the ledger's database; the role needs the rights that docs/marten.md lists.</param>
    /// <param name="more">The application's own projections, subscriptions and documents. These go into another schema than the
    /// ledger's.</param>
    /// <returns>Where the daemon is added that runs projections and subscriptions: <c>AddAsyncDaemon</c>.</returns>
    public static MartenServiceCollectionExtensions.MartenConfigurationExpression AddOrderLedger(
        this IServiceCollection services, string connectionString, Action<StoreOptions>? more = null) => services.AddMarten(options =>
    {
        options.Connection(connectionString);
        options.Logger(new SilentMartenLogger());
        MartenSetup.Configure(options);
        more?.Invoke(options);
    });
}
