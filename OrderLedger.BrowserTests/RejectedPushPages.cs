using OrderLedger.Api.Access;

namespace OrderLedger.BrowserTests;

public class RejectedPushPages(SocketApp app) : BrowserTests(app)
{
    private const string Url = "/dashboard/default/refused";

    private ILocator Rows => Page.Locator("#rejected tr");

    [BrowserFact]
    public async Task A_push_that_is_refused_while_the_page_is_open_appears_and_is_replayed_once_its_cause_is_mended()
    {
        await SignIn(to: Url + "?path=/6001/");
        await Expect(Page.GetByText("No refused change is like that")).ToBeVisibleAsync();
        await Refuse("6001");
        await Expect(Rows).ToHaveCountAsync(1);
        await Expect(Rows).ToContainTextAsync("Order not found");

        await Rows.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Page.Locator("#payload")).ToContainTextAsync("\"order_status\": \"completed\"");
        await App.Register("6001");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "answered 200" })).ToBeVisibleAsync();
        (await App.Get("/api/orders/6001"))["status"]!.GetValue<string>().ShouldBe("completed");
        await Page.GotoAsync(Url + "?state=replayed&path=/6001/");
        await Expect(Rows).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task One_that_is_replayed_before_its_cause_is_mended_says_why_it_was_refused_again()
    {
        await Refuse("6101");
        await SignIn(to: Url + "?path=/6101/");
        await Rows.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Refused again with 404");
        await Expect(Page.GetByText("2 times")).ToBeVisibleAsync();
        await Expect(Page.GetByLabel("Last answer")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task The_buttons_are_readable_beside_a_long_reason()
    {
        using var refused = await App.Send(HttpMethod.Post, "/api/webhooks/order", """{"id":6151,"status":"undefined"}""");
        await SignIn(to: Url + "?reason=undefined");

        var button = await Rows.GetByRole(AriaRole.Button, new() { Name = "Try again" }).BoundingBoxAsync();
        button!.Width.ShouldBeGreaterThan(button.Height);
    }

    [BrowserFact]
    public async Task One_that_is_dismissed_is_among_the_open_ones_no_more()
    {
        await Refuse("6201");
        await SignIn(to: Url + "?path=/6201/");
        await Rows.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();

        await Expect(Page.GetByText("Put aside")).ToBeVisibleAsync();
        await Page.GotoAsync(Url + "?path=/6201/");
        await Expect(Rows).ToHaveCountAsync(0);
        await Page.GotoAsync(Url + "?state=dismissed&path=/6201/");
        await Expect(Rows).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task All_that_the_filter_chooses_are_replayed_and_each_tells_its_answer()
    {
        await Refuse("6301");
        await Refuse("6302");
        await Refuse("6399");
        await App.Register("6301");
        await SignIn(to: Url + "?path=/630");
        await Page.GetByText("Try what is chosen again").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Try them now" }).ClickAsync();

        await Expect(Page.GetByText("Tried 2: 1 carried out, 1 refused again.")).ToBeVisibleAsync();
        await Expect(Page.Locator("tr").Filter(new() { HasText = "/6301/" })).ToContainTextAsync("200 OK");
        await Expect(Page.Locator("tr").Filter(new() { HasText = "/6302/" })).ToContainTextAsync("404 Not Found");
        await Page.GotoAsync(Url + "?path=/6399/");
        await Expect(Rows).ToContainTextAsync("open");
    }

    [BrowserFact]
    public async Task The_list_is_narrowed_by_reason_source_and_answer_and_a_wrong_filter_is_said()
    {
        await Refuse("6501");
        using var wrong = await App.Patch("6502", """{"order_status":"no-such-status"}""");
        await SignIn(to: Url + "?reason=ORDER+NOT&source=vici&status=404");
        await Expect(Rows.Filter(new() { HasText = "/6501/" })).ToHaveCountAsync(1);
        await Expect(Rows.Filter(new() { HasText = "/6502/" })).ToHaveCountAsync(0);
        await Page.GotoAsync(Url + "?source=awal");
        await Expect(Rows).ToHaveCountAsync(0);

        Expected.Add("400");
        await Page.GotoAsync(Url + "?status=soon");
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("status takes the HTTP status");
    }

    [BrowserFact]
    public async Task Who_may_only_look_sees_the_payload_and_no_form()
    {
        await Refuse("6401");
        await SignIn(await App.Key("looker", [Scope.Read]), Url + "?path=/6401/");
        await Expect(Rows).ToHaveCountAsync(1);

        (await Page.Locator("main form[method=post]").CountAsync()).ShouldBe(0);
        var answer = await Page.EvaluateAsync<int>("""
            async () => {
              const token = document.querySelector("[name=_token]").value;
              const url = document.querySelector("#rejected tr").dataset.href + "/replay";
              return (await fetch(url, { method: "POST", body: new URLSearchParams({ _token: token }) })).status;
            }
            """);
        answer.ShouldBe(403);
        Expected.Add("403");
    }

    private async Task Refuse(string order)
    {
        using var refused = await App.Patch(order, """{"order_status":"completed"}""");
        ((int)refused.StatusCode).ShouldBe(404);
    }
}
