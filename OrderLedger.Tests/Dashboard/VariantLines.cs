using System.Text.Json;
using OrderLedger.Api.Dashboard.OneOrder;

namespace OrderLedger.Tests.Dashboard;

public class VariantLines
{
    [Theory]
    [InlineData("""{"meta_data":[{"key":"pa_size","value":"xl","display_key":"Size","display_value":"XL"}]}""", "Size: XL")]
    [InlineData("""{"meta_data":[{"key":"pa_size","value":"xl"},{"key":"gift_wrap","value":true}]}""", "Size: xl, Gift wrap: yes")]
    [InlineData("""{"meta_data":[{"key":"_reduced_stock","value":"1"},{"key":"_x","display_key":"X","display_value":"1"}]}""", null)]
    [InlineData("""{"meta_data":[{"key":"note","display_value":"<p>Black &amp; <b>White</b></p>"}]}""", "Note: Black & White")]
    [InlineData("""{"meta_data":[{"key":"addon","value":{"a":1}},{"key":"list","value":[1]},7,null]}""", null)]
    [InlineData("""{"meta_data":[{"key":"size","value":"M"}],"variant_name":"Medium"}""", "Size: M")]
    [InlineData("""{"variant_title":"XL / Red"}""", "XL / Red")]
    [InlineData("""{"variant_title":"Default Title"}""", null)]
    [InlineData("""{"metadata":{"variant_title":"Blue"}}""", "Blue")]
    [InlineData("""{"meta_data":"none"}""", null)]
    [InlineData("[]", null)]
    public void A_variant_is_one_line_without_what_the_shop_hides(string item, string? line) =>
        Variants.Of(JsonElement.Parse(item)).ShouldBe(line);
}
