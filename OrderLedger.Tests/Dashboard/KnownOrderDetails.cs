using System.Text.Json;
using OrderLedger.Api.Dashboard.OneOrder;
using OrderLedger.Api.Vendors.WooCommerce;

namespace OrderLedger.Tests.Dashboard;

public class KnownOrderDetails
{
    [Fact]
    public void Of_a_WooCommerce_order_are_items_sums_addresses_and_notes()
    {
        var known = KnownDetails.Of(WooDetails.Read(Example("woocommerce/order.json"), []), 14.35m);

        known.Items.ShouldBe([new("Woo Single #1", "SKU SKU-1", "2", "3.00", "6.00")]);
        known.Totals.ShouldBe(
            [new("Items", 6m), new("Discount (spring)", -5m), new("Shipping (Flat Rate)", 10m), new("Fee (Gift wrap)", 2m), new("Tax", 1.35m)]);
        known.Refunds.ShouldBe([new("Refund (726)", -10m), new("Refund (broken)", -9m)]);
        known.PaymentMethod.ShouldBe("Direct Bank Transfer");
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
        known.Paid.ShouldBe([new("Paid", 100m)]);
    }

    [Fact]
    public void Of_a_Whatalo_order_are_items_by_product_and_variant()
    {
        var known = KnownDetails.Of(Own(Example("whatalo/200.json").GetProperty("answer").GetProperty("data")));

        known.Items.ShouldHaveSingleItem().ShouldBe(new("string", null, "0", "0.00", "0.00") { Variant = "string" });
        known.Totals.ShouldContain(new SumLine("Shipping", 200m));
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

    [Fact]
    public void An_items_variant_is_in_words_without_what_plugins_hide_there()
    {
        var known = KnownDetails.Of(new(JsonElement.Parse(
            """
            {"items":[{"name":"Shirt","quantity":1,"meta_data":[
              {"key":"pa_size","value":"xl","display_key":"Size","display_value":"<p>XL</p>\n"},
              {"key":"_reduced_stock","value":"1","display_key":"Reduced","display_value":"1"},
              {"key":"pa_colour","value":"red"},{"key":"plugin","value":{"a":1}},{"key":"x","value":""}]}]}
            """)));

        known.Items.ShouldHaveSingleItem().Variant.ShouldBe("Size: XL, Colour: red");
    }

    [Fact]
    public void Beyond_a_hundred_items_they_are_counted_and_shown_where_all_are_asked_for()
    {
        var details = new Details(JsonElement.Parse($$"""{"items":[{{string.Join(',', Enumerable.Repeat("{\"name\":\"x\"}", 1_200))}}]}"""));

        (KnownDetails.Of(details).Items.Count, KnownDetails.Of(details).ItemCount).ShouldBe((100, 1_200));
        KnownDetails.Of(details, itemsMax: int.MaxValue).Items.Count.ShouldBe(1_200);
    }

    [Theory]
    [InlineData("""{"items":[{"quantity":2,"price":"5"}],"tax_amount":"1.60"}""", 10, "Items 10, Tax, included above 1.60")]
    [InlineData("""{"items":[{"quantity":2,"price":"5"}],"tax_amount":"1.60"}""", 11.6, "Items 10, Tax 1.60")]
    [InlineData("""{"subtotal":"20.00","discount_amount":-10,"shipping_cost":"0.00"}""", 10, "Items 20.00, Discount -10, Shipping 0.00")]
    [InlineData("""{"items":[{"name":"no price"}],"taxes":"none"}""", 10, "")]
    public void The_sums_stand_in_the_order_in_which_one_adds_them(string json, decimal total, string sums) =>
        string.Join(", ", KnownDetails.Of(new(JsonElement.Parse(json)), total).Totals.Select(s => $"{s.Name} {s.Amount}")).ShouldBe(sums);

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
