using System.Text.RegularExpressions;

namespace OrderLedger.BrowserTests;

/// <summary>A refused change, seen where somebody looks for it: on the page of its order.</summary>
public class RefusedOnItsOrder(SocketApp app) : BrowserTests(app)
{
    private ILocator Strip => Page.Locator(".refused");

    private ILocator Count => Page.Locator("#open-refused");

    [BrowserFact]
    public async Task It_says_why_leads_to_the_form_and_is_dismissed()
    {
        await Refused("501", "shipped-ish");
        await SignIn(to: "/dashboard/default/orders/501");
        await Expect(Strip).ToContainTextAsync("A change was refused on");
        await Expect(Strip).ToContainTextAsync("'shipped-ish' is not a status of this shop.");
        var open = int.Parse(await Count.InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);

        await Strip.GetByRole(AriaRole.Link, new() { Name = "Set status…" }).ClickAsync();
        await Expect(Page.GetByLabel("New status")).ToBeFocusedAsync();
        await Strip.GetByRole(AriaRole.Link, new() { Name = "More about" }).ClickAsync();
        await Page.Locator("#order").ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/orders/501$"));

        await Strip.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Expect(Page.GetByText("Dismissed. It is kept")).ToBeVisibleAsync();
        await Expect(Strip).ToHaveCountAsync(0);
        if (open == 1)
            await Expect(Count).ToHaveCountAsync(0);
        else
            await Expect(Count).ToHaveTextAsync($"{open - 1}");
        await Page.GotoAsync("/dashboard/default/refused?state=dismissed&order=501");
        await Page.Locator("#rejected a").First.ClickAsync();
        await Expect(Page.Locator("dl.facts").First).ToContainTextAsync("by bootstrap");
    }

    [BrowserFact]
    public async Task It_is_tried_again_once_its_cause_is_gone()
    {
        using (var early = await App.Patch("502", """{"status":"completed"}"""))
            early.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await App.Register("502");
        await SignIn(to: "/dashboard/default/orders/502");
        await Expect(Strip).ToContainTextAsync("the order was not known here yet.");

        await Strip.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(Page.GetByText("Carried out now.")).ToBeVisibleAsync();
        await Expect(Strip).ToHaveCountAsync(0);
        await Expect(Page.Locator("#now .badge.status")).ToHaveTextAsync("completed");
    }

    [BrowserFact]
    public async Task Tried_again_in_vain_it_stays_and_says_so()
    {
        await Refused("503", "on-holiday");
        await SignIn(to: "/dashboard/default/orders/503");
        await Strip.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Refused again: 'on-holiday' is not a status of this shop.");
        await Expect(Strip).ToHaveCountAsync(1);
    }

    private async Task Refused(string id, string status)
    {
        await App.Register(id);
        using var refused = await App.Patch(id, $$"""{"status":"{{status}}"}""");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
