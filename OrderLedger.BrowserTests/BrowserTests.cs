using OrderLedger.Tests.Support;

namespace OrderLedger.BrowserTests;

/// <summary>In a browser, at a server of the test class's own.</summary>
public abstract class BrowserTests(LedgerApp app) : InABrowser, IClassFixture<LedgerApp>
{
    protected LedgerApp App => app;

    protected override Uri Address => app.Client.BaseAddress!;
}
