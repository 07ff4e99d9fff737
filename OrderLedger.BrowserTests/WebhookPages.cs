namespace OrderLedger.BrowserTests;

public class WebhookPages(ToldApp app) : InABrowser, IClassFixture<ToldApp>
{
    private const string Url = "/dashboard/default/settings/webhooks";

    protected override Uri Address => app.Client.BaseAddress!;

    public static TheoryData<int, ColorScheme> Screens =>
        new() { { 1280, ColorScheme.Light }, { 1280, ColorScheme.Dark }, { 390, ColorScheme.Light }, { 390, ColorScheme.Dark } };

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Add_a_webhook_test_it_and_remove_it_with_and_without_scripts(bool withScripts)
    {
        await using var receiver = await Receiver.Start();
        await NewPage(new() { JavaScriptEnabled = withScripts });
        await SignIn(to: Url);
        await Page.GetByLabel("Address").FillAsync(receiver.Url);
        await Page.GetByLabel("Name").FillAsync($"mailer {withScripts}");
        await Page.GetByLabel("Note added").CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add the webhook" }).ClickAsync();
        (await Page.Locator("code#new-secret").TextContentAsync())!.ShouldStartWith("whsec_");
        await Page.GetByRole(AriaRole.Link, new() { Name = "I have kept it" }).ClickAsync();
        await Expect(Page.Locator("#facts")).ToContainTextAsync("Order registered, Status changed, Note added");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Send a test message" }).ClickAsync();
        await Expect(Page.GetByText("It was answered 200 OK")).ToBeVisibleAsync();
        await Page.GetByText("Remove…").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();
        await Expect(Page.GetByText($"The webhook mailer {withScripts} is removed")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Show_a_message_and_who_was_told_while_the_pages_are_open()
    {
        await using var receiver = await Receiver.Start();
        var id = await app.Subscribe(receiver.Url, "ERP");
        await app.Register("3001");
        await SignIn(to: $"{Url}/{id}");
        await IsLive(Page);
        var order = await NewTab();
        await order.GotoAsync("/dashboard/default/orders/3001");
        await IsLive(order);

        using var pushed = await app.Patch("3001", """{"status":"completed"}""");

        await Expect(Page.Locator("#deliveries tr").First).ToContainTextAsync("delivered");
        await Expect(order.Locator("#timeline article").First).ToContainTextAsync("Told: ERP");
        await app.End(id);
    }

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task Have_no_fault_that_axe_finds_and_fit_their_width(int width, ColorScheme scheme)
    {
        await using var well = await Receiver.Start();
        await using var ill = await Receiver.Start();
        ill.Answers = _ => Task.FromResult(503);
        var (erp, chat) = (await app.Subscribe(well.Url, "ERP"), await app.Subscribe(ill.Url, "The warehouse in the north and its forwarding agents"));
        await app.Register($"{width}{(int)scheme}");
        await app.Has(erp, "delivered", 1);
        await app.HasFailed(chat);
        await app.Becomes(chat, "ol_delivery", "made_at = now() - interval '3 hours'");
        await NewPage(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        await SignIn();
        await IsFaultless("webhooks", "/settings/webhooks");
        await IsFaultless("webhook", $"/settings/webhooks/{chat}");
        await IsFaultless("order-told", $"/orders/{width}{(int)scheme}");
        await IsFaultless("home-notice", "");
        await app.Becomes(chat, "ol_subscription", "off_at = now(), off_reason = 'The receiver answered 410: it wants no more messages.'");
        await IsFaultless("webhook-off", $"/settings/webhooks/{chat}");
        await IsFaultless("webhooks-off", "/settings/webhooks");

        await Page.GotoAsync($"/dashboard/default/settings/webhooks/{erp}");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send a test message" }).ClickAsync();
        await Page.GetByText("It was answered").WaitForAsync();
        await IsFaultless("webhook-tested");
        await Page.GetByText("New secret…").ClickAsync();
        await IsFaultless("webhook-new-secret");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await Page.Locator("code#new-secret").WaitForAsync();
        await IsFaultless("webhook-secret");
        await app.End(erp);
        await app.End(chat);

        async Task IsFaultless(string name, string? path = null)
        {
            if (path is not null)
                await Page.GotoAsync("/dashboard/default" + path);
            await Page.Keep(name, width, scheme);
            await Page.EvaluateAsync("() => document.querySelectorAll('main details:not(.confirm)').forEach(d => d.open = true)");
            (await Page.Faults()).ShouldBeEmpty(name);
            await Page.Keep(name + "-open", width, scheme);
            (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .ShouldBe(0, $"{name} scrolls sideways");
        }
    }
}
