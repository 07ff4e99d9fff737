namespace OrderLedger.BrowserTests;

/// <summary>In a browser, at a server of the test class's own.</summary>
public abstract class BrowserTests(SocketApp app) : InABrowser, IClassFixture<SocketApp>
{
    protected SocketApp App => app;

    protected override Uri Address => app.Client.BaseAddress!;
}
