using OrderLedger.Api.Access;

namespace OrderLedger.BrowserTests;

public class KeyPages(SocketApp app) : BrowserTests(app)
{
    private const string Url = "/dashboard/default/settings";

    [BrowserFact]
    public async Task A_key_is_shown_once_opens_the_dashboard_and_once_revoked_nothing()
    {
        await SignIn(to: Url);
        var key = await Make("till 7");
        key.ShouldStartWith("olk_");
        await Page.ReloadAsync();
        await Expect(Page.GetByText(key)).ToHaveCountAsync(0);
        await Expect(Row("till 7")).ToHaveCountAsync(1);

        await using var other = await (await Chromium.Browser).NewContextAsync(new() { BaseURL = App.Client.BaseAddress!.ToString() });
        var theirs = await other.NewPageAsync();
        await theirs.GotoAsync("/sign-in?to=/dashboard/default/settings/data");
        await theirs.GetByLabel("API key").FillAsync(key);
        await theirs.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(theirs).ToHaveTitleAsync("Data rebuild - OrderLedger");

        await Row("till 7").GetByText("Revoke…").ClickAsync();
        await Row("till 7").GetByRole(AriaRole.Button, new() { Name = "Revoke it" }).ClickAsync();
        await Expect(Page.GetByText("it opens nothing any more")).ToBeVisibleAsync();
        await Expect(theirs).ToHaveTitleAsync("Sign in - OrderLedger");
        using var answer = await App.Send(HttpMethod.Get, "/api/orders", key: key);
        ((int)answer.StatusCode).ShouldBe(401);
    }

    [BrowserFact]
    public async Task A_key_of_a_store_that_signs_has_a_client_id()
    {
        await SignIn(await App.NewStore("signers", "awal"), "/dashboard/signers/settings");
        await Make("shipping");
        var client = (await Page.Locator("#new-client").TextContentAsync())!;
        client.ShouldStartWith("client_");

        await Page.GetByRole(AriaRole.Link, new() { Name = "I have kept it" }).ClickAsync();
        await Expect(Row("shipping")).ToContainTextAsync(client);
    }

    [BrowserFact]
    public async Task The_key_one_is_signed_in_with_is_revoked_only_with_a_tick()
    {
        var key = await App.Key("leaver", Scope.All);
        await SignIn(key, Url);
        await Row("leaver").GetByText("Revoke…").ClickAsync();
        await Row("leaver").GetByRole(AriaRole.Button, new() { Name = "Revoke it" }).ClickAsync();
        // The browser itself asks for the tick; who gets around it is asked by the server.
        await Page.EvaluateAsync("() => document.querySelector('[name=own]').form.submit()");
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("signed in with this key");

        await Row("leaver").GetByText("Revoke…").ClickAsync();
        await Row("leaver").GetByRole(AriaRole.Checkbox).CheckAsync();
        await Row("leaver").GetByRole(AriaRole.Button, new() { Name = "Revoke it" }).ClickAsync();
        await Expect(Page).ToHaveTitleAsync("Sign in - OrderLedger");
    }

    [BrowserFact]
    public async Task The_store_is_changed_by_the_rules_of_the_command_line()
    {
        await SignIn(to: Url);
        await Page.GetByText("Change the store").First.ClickAsync();
        await Page.GetByLabel("Rules").SelectOptionAsync("strict");
        await Page.GetByLabel("Hours until an order that is pending is overdue").FillAsync("5");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Change the store" }).ClickAsync();
        await Expect(Page.GetByText("The store was changed")).ToBeVisibleAsync();
        await Expect(Page.Locator("dl.facts").First).ToContainTextAsync("strict");
        await Expect(Page.Locator("dl.facts").First).ToContainTextAsync("pending 5 h");

        await Page.GetByText("Change the store").First.ClickAsync();
        await Page.GetByLabel("Time zone").FillAsync("Nowhere/Land");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Change the store" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no time zone 'Nowhere/Land'");
    }

    [BrowserFact]
    public async Task Who_may_not_manage_the_store_is_not_shown_its_settings()
    {
        await SignIn(await App.Key("worker", [Scope.Read, Scope.Push]), "/dashboard/default");
        (await Page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).CountAsync()).ShouldBe(0);

        Expected.Add("403");
        foreach (var path in new[] { "", "/webhooks", "/data", "/proof" })
            (await Page.GotoAsync(Url + path))!.Status.ShouldBe(403, path);
        (await Post("/settings")).ShouldBe(403);
        (await Post("/settings/keys")).ShouldBe(403);
        (await Post("/settings/data/all/rebuild")).ShouldBe(403);
        (await Post("/settings/proof")).ShouldBe(403);
    }

    private async Task<string> Make(string name)
    {
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await Page.GetByLabel("change orders").CheckAsync();
        await Page.GetByLabel("manage").CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        return (await Page.Locator("#new-key").TextContentAsync())!;
    }

    private ILocator Row(string name) => Page.Locator("tr").Filter(new() { HasText = name });

    private Task<int> Post(string path) => Page.EvaluateAsync<int>("""
        async path => (await fetch("/dashboard/default" + path,
          { method: "POST", body: new URLSearchParams({ _token: document.querySelector("[name=_token]").value }) })).status
        """, path);
}
