using System.Text.Json;
using OrderLedger.Api.Dashboard.OneOrder;
using OrderLedger.Api.Vendors.WooCommerce;

namespace OrderLedger.Tests.Dashboard;

public class KnownOrderDetails
{
    [Fact]
    public void Of_a_WooCommerce_order_are_items_sums_addresses_and_notes()
    {
        var known = KnownDetails.Of(WooDetails.Read(Example("woocommerce/order.json"), []));

        known.Items.ShouldBe([new("Woo Single #1", "SKU SKU-1", "2", "3.00", "6.00")]);
        known.Totals.ShouldContain(("coupon: spring", "5.00"));
        known.Totals.ShouldContain(("shipping: Flat Rate", "10.00"));
        known.Totals.ShouldNotContain(t => t.Name == "shipping total", "its line says it");
        known.Refunds.Select(r => r.Amount).ShouldBe(["-10.00", "-9.00"]);
        known.Addresses.Select(a => a.Title).ShouldBe(["Shipping address", "Billing address"]);
        known.Addresses[1].Lines.ShouldBe(["Jörg O'Neill", "969 Market", "94103 San Francisco", "CA US"]);
        (known.Name, known.Email).ShouldBe(("Jörg O'Neill", "joerg.oneill@example.com"));
        known.Notes.ShouldHaveSingleItem().Name.ShouldBe("Customer's note");
        known.Others.ShouldContain(("payment method", "Direct Bank Transfer"));
    }

    [Fact]
    public void Of_a_WizCommerce_order_are_its_contact_and_addresses()
    {
        var known = KnownDetails.Of(Own(Example("wizcommerce/200.json").GetProperty("answer").GetProperty("data")));

        (known.Name, known.Email, known.Phone).ShouldBe(("John Doe", "john.doe@example.com", "+14155552671"));
        known.Addresses.Select(a => string.Join(" | ", a.Lines)).Distinct()
            .ShouldBe(["John Doe | 123 Main St | Apt 101 | 12345 Anytown | CA US"]);
        known.Totals.ShouldBe([("amount paid", "100.00")]);
    }

    [Fact]
    public void Of_a_Whatalo_order_are_items_by_product_and_variant()
    {
        var known = KnownDetails.Of(Own(Example("whatalo/200.json").GetProperty("answer").GetProperty("data")));

        known.Items.ShouldHaveSingleItem().ShouldBe(new("string", "string", "0", "0.00", "0.00"));
        known.Totals.ShouldContain(("shipping cost", "200.00"));
        (known.Name, known.Phone).ShouldBe(("Juan García", "+573001234567"));
    }

    [Fact]
    public void Of_a_Genuka_order_are_each_address_once_and_the_products()
    {
        var known = KnownDetails.Of(Own(Example("genuka/order.json")));

        known.Items.Select(i => (i.Name, i.Quantity, i.Price)).ShouldBe([("Sac bleu", "2", "40,000.00")]);
        known.Addresses.Select(a => a.Title).ShouldBe(["Billing address", "Shipping address"]);
        known.Addresses[0].Lines.ShouldBe(["Gaëlle", "Bali DHL", "Douala", "Cameroon"]);
    }

    [Theory]
    [InlineData("""{"note":"Ring twice"}""", "Ring twice")]
    [InlineData("""{"notes":"Ring twice","customer_note":"Soon, please"}""", "Soon, please; Ring twice")]
    [InlineData("""{"notes":["Ring twice",{"note":"Left at the door"},{"by":"Ada"}]}""", "Ring twice; Left at the door")]
    public void A_note_is_shown_under_whatever_name_it_came(string json, string notes) =>
        string.Join("; ", KnownDetails.Of(new(JsonElement.Parse(json))).Notes.Select(n => n.Text)).ShouldBe(notes);

    [Theory]
    [InlineData("""{"items":"none","totals":[1,2],"billing":"Main Street 1","shipping":[],"addresses":{"a":1},"customer":7,"refunds":{}}""")]
    [InlineData("""{"items":[null,1,"mug",[],{"name":{"de":"Tasse"},"quantity":[1]}],"fees":[{}],"totals":{"a":{"b":[]}}}""")]
    [InlineData("""{"items":[{"price":"1e400","total":"NaN"}],"customer":{"name":[],"email":5},"primary_contact":null,"payment":"cash"}""")]
    [InlineData("{}")]
    public void Of_a_strange_shape_are_what_can_be_read(string json) =>
        Should.NotThrow(() => KnownDetails.Of(new(JsonElement.Parse(json))).Items.Count);

    [Theory]
    [InlineData("ada@example.com", "mailto:ada@example.com")]
    [InlineData("ada@example.com?subject=x", null)]
    [InlineData("javascript:alert(1)@x", null)]
    [InlineData("[email protected]", null)]
    public void An_e_mail_address_is_a_link_only_where_it_is_beyond_doubt(string text, string? link) => Loose.MailTo(text).ShouldBe(link);

    [Theory]
    [InlineData("+57 300 123-4567", "tel:+573001234567")]
    [InlineData("(555) 555-5555", "tel:5555555555")]
    [InlineData("call me", null)]
    public void A_phone_number_is_a_link_where_it_is_one(string text, string? link) => Loose.CallTo(text).ShouldBe(link);

    private static Details? Own(JsonElement order) => new(order);

    private static JsonElement Example(string path) =>
        JsonElement.Parse(Support.Examples.Text(path));
}
