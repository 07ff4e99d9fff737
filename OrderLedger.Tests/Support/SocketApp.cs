using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace OrderLedger.Tests.Support;

/// <summary>
/// The application on a real socket of Kestrel: for browsers and other programs, live connections, and for what the listener itself
/// refuses.
/// </summary>
public class SocketApp : LedgerApp
{
    private readonly Factory factory;

    public SocketApp() => factory = Factory.Of(Configure);

    public override IServiceProvider Services => factory.Services;

    /// <summary>The same application once more, set up differently.</summary>
    public WebApplicationFactory<Program> With(Action<IWebHostBuilder> configure) => factory.WithWebHostBuilder(configure);

    protected override Task<HttpClient> Start()
    {
        factory.StartServer();
        return Task.FromResult(factory.CreateClient());
    }

    protected override async Task ShutDown() => await factory.DisposeAsync();

    private sealed class Factory : WebApplicationFactory<Program>
    {
        private readonly Action<IWebHostBuilder> configure;

        public static Factory Of(Action<IWebHostBuilder> configure) => new(configure);

        // The port comes by "urls": given here, it would be set while the host may have started already.
        private Factory(Action<IWebHostBuilder> configure)
        {
            this.configure = configure;
            UseKestrel();
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder) => configure(builder);
    }
}
