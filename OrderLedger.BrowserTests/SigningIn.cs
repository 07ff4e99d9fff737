namespace OrderLedger.BrowserTests;

public class SigningIn(SocketApp app) : BrowserTests(app)
{
    [BrowserFact]
    public async Task Leads_to_the_page_that_was_asked_for()
    {
        await Page.GotoAsync("/dashboard/default/orders?status=processing");
        await Expect(Page).ToHaveTitleAsync("Sign in - OrderLedger");
        await Page.GetByLabel("API key").FillAsync(LedgerApp.Key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Expect(Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/dashboard/default/orders\\?status=processing$"));
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Orders", Exact = true })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task With_a_wrong_key_says_so()
    {
        Expected.Add("401");
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("API key").FillAsync("not-a-key");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("opens nothing");
    }

    [BrowserFact]
    public async Task Ends_with_signing_out()
    {
        await SignIn();
        await Page.Locator("#me summary").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(Page).ToHaveTitleAsync("Sign in - OrderLedger");

        await Page.GotoAsync("/dashboard/default");
        await Expect(Page).ToHaveTitleAsync("Sign in - OrderLedger");
    }
}
