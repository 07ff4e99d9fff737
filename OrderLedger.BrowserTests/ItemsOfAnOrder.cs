namespace OrderLedger.BrowserTests;

/// <summary>The items of an order and their sums, on its page.</summary>
public class ItemsOfAnOrder(SocketApp app) : BrowserTests(app)
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_of_1200_are_shown_to_who_asks_for_them(bool withScripts)
    {
        await NewPage(new() { JavaScriptEnabled = withScripts });
        await Registered("601", string.Join(',', Enumerable.Range(1, 1_200).Select(n =>
            $$"""{"name":"Thing {{n}}","sku":"S-{{n}}","quantity":1,"subtotal":"1.00","total":"1.00"}""")));
        await SignIn(to: "/dashboard/default/orders/601");
        var rows = Page.Locator("#items tbody tr");
        await Expect(rows).ToHaveCountAsync(100);

        await Page.GetByRole(AriaRole.Link, new() { Name = "Show all 1,200 items" }).ClickAsync();

        await Expect(rows).ToHaveCountAsync(1_200);
        await Expect(rows.Last).ToContainTextAsync("Thing 1200");
        await Expect(Page.Locator("#all-items")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task The_sums_stand_below_them_with_signs_and_the_payment_method_beside_the_payment()
    {
        await Registered("602", """
            {"name":"Shirt","quantity":2,"subtotal":"60.00","total":"50.00",
             "meta_data":[{"key":"pa_size","value":"xl","display_key":"Size","display_value":"XL"},{"key":"_stock","value":"1"}]}
            """);
        await SignIn(to: "/dashboard/default/orders/602");

        var item = Page.Locator("#items tbody tr");
        await Expect(item.Locator(".variant")).ToHaveTextAsync("Size: XL");
        (await Page.Locator("#items .sums > div").AllInnerTextsAsync()).Select(t => t.ReplaceLineEndings(" ").Trim()).ShouldBe(
            ["Items 60.00 USD", "Discount (SPRING) -10.00 USD", "Shipping (Post) 4.90 USD", "Tax 2.10 USD", "Total 57.00 USD"]);
        var right = await Page.EvaluateAsync<double[]>(
            "[...document.querySelectorAll('#items .sums dd')].map(d => Math.round(d.getBoundingClientRect().right))");
        right.Distinct().ShouldHaveSingleItem("all sums end at the same edge");
        await Expect(Page.Locator("#method")).ToContainTextAsync("Credit card");
    }

    private async Task Registered(string id, string items)
    {
        using var registered = await App.Send(HttpMethod.Post, "/api/webhooks/order",
            $$"""
            {"id":{{id}},"status":"pending","total":"57.00","currency":"USD","discount_total":"10.00","shipping_total":"4.90","total_tax":"2.10",
             "payment_method_title":"Credit card","coupon_lines":[{"code":"SPRING","discount":"10.00"}],
             "shipping_lines":[{"method_title":"Post","total":"4.90"}],"line_items":[{{items}}]}
            """);
        registered.EnsureSuccessStatusCode();
    }
}
