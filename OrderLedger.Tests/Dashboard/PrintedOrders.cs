using System.Text;
using System.Text.RegularExpressions;
using OrderLedger.Api.Dashboard.OneOrder;
using OrderLedger.Api.Dashboard.Printing;

namespace OrderLedger.Tests.Dashboard;

public partial class PrintedOrders(OrdersToPrint shop) : IClassFixture<OrdersToPrint>
{
    private const string Orders = "/dashboard/default/orders";

    private const string Print = "/dashboard/default/print";

    [Fact]
    public async Task A_packing_slip_says_where_to_and_what_and_no_price()
    {
        using var clerk = await Clerk.SignedIn(shop.App);

        var slip = await clerk.Page($"{Print}/packing-slips?order=1");

        foreach (var said in new[] { "Order R-1", "Ann Lee", "Main Street 1", "1010 Wien", "+43 1 234", "Shirt", "S-1", "Size: XL", "Ring twice", "Express" })
            slip.ShouldContain(said);
        slip.ShouldNotContain("19.90");
        slip.ShouldNotContain("ann@example.com");
        slip.ShouldNotContain("for the shop only");
        slip.ShouldNotContain("_reduced_stock");
    }

    [Fact]
    public async Task Packing_slips_are_recorded_as_tables_are()
    {
        using var clerk = await Clerk.SignedIn(shop.App);
        var (status, page) = await clerk.Submit(Orders, $"{Print}/packing-slips", ("order", "1"), ("order", "2"), ("order", "nobody"));

        status.ShouldBe(HttpStatusCode.OK);
        page.ShouldContain("2 packing slips");
        page.ShouldContain("1 of the chosen orders is not there any more.");
        (await clerk.Page("/dashboard/default/activity?type=export_taken")).ShouldContain("Took the list of orders as packing slips");
    }

    [Fact]
    public async Task A_pick_list_puts_the_same_items_of_all_orders_together()
    {
        using var clerk = await Clerk.SignedIn(shop.App);
        var (_, page) = await clerk.Submit(Orders, $"{Print}/pick-list", ("order", "1"), ("order", "2"), ("order", "3"));

        page.ShouldContain("Pick list for 3 orders");
        var rows = page.Split("<tr>")[2..].Select(row => string.Join('|',
            Cell().Matches(row).Select(m => Markup().Replace(m.Groups[1].Value, " ").Trim())));
        rows.ShouldBe(["M-1|Mug|5|R-1 × 2, R-2 × 3", "S-1|Shirt Size: M|1|R-2", "S-1|Shirt Size: XL|2|R-1 × 2"]);
        page.ShouldContain("The shop sent no items of: R-3");
        page.ShouldNotContain("Ann Lee");
    }

    [Fact]
    public async Task All_that_the_list_finds_are_printed()
    {
        using var clerk = await Clerk.SignedIn(shop.App);
        var (_, page) = await clerk.Submit(Orders, $"{Print}/packing-slips", ("all", "yes"), ("back", "status=processing"));

        page.ShouldContain("3 packing slips");
    }

    [Fact]
    public async Task Of_an_order_that_is_not_there_is_no_slip()
    {
        using var clerk = await Clerk.SignedIn(shop.App);
        using var none = await clerk.Get($"{Print}/packing-slips?order=nobody");
        using var unknown = await clerk.Get($"{Print}/packing-slips?order=1&as=pdf");

        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await clerk.Submit(Orders, $"{Print}/pick-list")).Page.ShouldContain("No order is ticked.");
    }

    [Fact]
    public void An_item_whose_number_is_unknown_or_no_number_is_not_counted()
    {
        OrderedItem mug = new("Mug", "M-1", null, "2"), odd = mug with { Quantity = "some" };

        var line = PickList.Of([new("1", [mug, mug]), new("2", [odd])]).ShouldHaveSingleItem();

        (line.Quantity, line.IsMore).ShouldBe((4, true));
        line.Orders.ShouldBe([new("1", 4), new("2", null)]);
    }

    [Fact]
    public void Items_without_a_SKU_are_told_apart_by_name_and_come_last()
    {
        OrderedItem mug = new("Mug", null, null, "1"), tea = new("Tea", null, null, "1"), cup = new("Cup", "z", null, "1");

        PickList.Of([new("1", [tea, mug, cup, mug])]).Select(l => (l.Name, l.Quantity)).ShouldBe([("Cup", 1), ("Mug", 2), ("Tea", 1)]);
    }

    [Fact]
    public async Task A_table_of_items_has_where_each_goes()
    {
        using var clerk = await Clerk.SignedIn(shop.App);
        using var response = await clerk.Get("/dashboard/default/order-items.csv?status=processing&sort=oldest");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");

        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        response.Content.Headers.ContentDisposition!.FileName!.ShouldContain("default-order-items-");
        lines[0].ShouldStartWith("id,number,created_at,status,payment_status,customer,email,phone,ship_to,company,address_1");
        lines[1].ShouldBe("1,R-1,2026-01-01T12:00:00Z,processing,,Ann Lee,ann@example.com,'+43 1 234,Ann Lee,,Main Street 1,,1010,Wien,,AT,S-1,Shirt,Size: XL,2,19.90,39.80,EUR");
        lines[2].ShouldEndWith(",M-1,Mug,,2,,,EUR");
        lines.ShouldContain(l => l.StartsWith("3,R-3,", StringComparison.Ordinal) && l.EndsWith(",,,,,,,EUR", StringComparison.Ordinal), "an order without items has one line");
        lines.ShouldContain(l => l.Contains(",\"'=HYPERLINK(\"\"x\"\",1)\",", StringComparison.Ordinal), "no cell is a formula");
    }

    [Theory]
    [InlineData("orders", 2)]
    [InlineData("order-items", 3)]
    public async Task A_table_holds_the_orders_that_are_ticked(string table, int lines)
    {
        using var clerk = await Clerk.SignedIn(shop.App);
        var (_, csv) = await clerk.Submit(Orders, $"/dashboard/default/{table}.csv", ("order", "1"), ("order", "3"));

        csv.TrimEnd().Split("\r\n").Length.ShouldBe(lines + 1);
        var (_, all) = await clerk.Submit(Orders, $"/dashboard/default/{table}.csv", ("all", "yes"), ("back", "status=processing"));
        all.ShouldContain("R-2");
    }

    [GeneratedRegex("<td[^>]*>(.*?)</td>", RegexOptions.Singleline)]
    private static partial Regex Cell();

    [GeneratedRegex(@"(<[^>]+>|\s)+")]
    private static partial Regex Markup();
}

/// <summary>A shop with three orders in the work, two of them with items.</summary>
public sealed class OrdersToPrint : IAsyncLifetime
{
    private static readonly string[] Sent =
    [
        """
        {"id":1,"number":"R-1","status":"processing","currency":"EUR","date_created_gmt":"2026-01-01T12:00:00","customer_note":"Ring twice",
         "billing":{"first_name":"Ann","last_name":"Lee","email":"ann@example.com","phone":"+43 1 234"},
         "shipping":{"first_name":"Ann","last_name":"Lee","address_1":"Main Street 1","postcode":"1010","city":"Wien","country":"AT"},
         "shipping_lines":[{"method_title":"Express","total":"5.00"}],"internal_note":"for the shop only",
         "line_items":[{"name":"Shirt","sku":"S-1","quantity":2,"price":19.90,"total":"39.80","meta_data":[
            {"key":"pa_size","value":"xl","display_key":"Size","display_value":"XL"},{"key":"_reduced_stock","value":"2"}]},
          {"name":"Mug","sku":"M-1","quantity":2}]}
        """,
        """
        {"id":2,"number":"R-2","status":"processing","currency":"EUR","date_created_gmt":"2026-01-02T12:00:00",
         "billing":{"first_name":"=HYPERLINK(\"x\",1)"},
         "line_items":[{"name":"Mug","sku":"M-1","quantity":3},{"name":"Shirt","sku":"S-1","quantity":1,"meta_data":[{"key":"size","value":"M"}]}]}
        """,
        """{"id":3,"number":"R-3","status":"processing","currency":"EUR","date_created_gmt":"2026-01-03T12:00:00"}""",
    ];

    public SocketApp App { get; } = new();

    public async Task InitializeAsync()
    {
        await App.InitializeAsync();
        foreach (var order in Sent)
            (await App.Send(HttpMethod.Post, "/api/webhooks/order", order)).EnsureSuccessStatusCode();
    }

    public Task DisposeAsync() => App.DisposeAsync();
}
