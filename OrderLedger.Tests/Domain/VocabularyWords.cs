using OrderLedger.Domain;

namespace OrderLedger.Tests.Domain;

public class VocabularyWords
{
    [Theory]
    [InlineData("vici", "pending processing completed on-hold cancelled refunded failed checkout-draft draft")]
    [InlineData("woocommerce", "pending processing completed on-hold cancelled refunded failed checkout-draft draft")]
    [InlineData("wizcommerce", "draft confirmed cancelled")]
    [InlineData("awal", "pending accepted shipped delivered completed cancelled")]
    [InlineData("whatalo", "confirmed in_progress completed cancelled returned")]
    [InlineData("genuka", "pending confirmed shipped completed canceled")]
    public void A_dialect_takes_the_vendor_s_words_in_the_vendor_s_order(string dialect, string words) =>
        string.Join(' ', Vocabularies.Of(dialect).Pushable).ShouldBe(words);

    [Theory]
    [InlineData("vici", " WC-Completed ", "completed")]
    [InlineData("vici", "shipped", null)]
    [InlineData("genuka", "cancelled", "canceled")]
    [InlineData("whatalo", "pending", null)]
    [InlineData("woocommerce", "wc-packed_17-chars-xy", null)]
    [InlineData("woocommerce", "seventeen-chars-x", "seventeen-chars-x")]
    [InlineData("woocommerce", "eighteen-chars-xyz", null)]
    [InlineData("woocommerce", "trash", null)]
    [InlineData("woocommerce", "auto-draft", null)]
    [InlineData("woocommerce", "new", null)]
    [InlineData("woocommerce", "two words", null)]
    [InlineData("woocommerce", "", null)]
    public void A_word_is_read_as(string dialect, string raw, string? status) => Vocabularies.Of(dialect).Read(raw).ShouldBe(status);

    [Theory]
    [InlineData("vici", "on-hold", Phase.Open)]
    [InlineData("woocommerce", "packed", Phase.InProgress)]
    [InlineData("wizcommerce", "confirmed", Phase.InProgress)]
    [InlineData("awal", "delivered", Phase.Done)]
    [InlineData("whatalo", "returned", Phase.Refunded)]
    [InlineData("genuka", "canceled", Phase.Cancelled)]
    public void A_status_stands_in_a_phase(string dialect, string status, Phase phase) => Vocabularies.Of(dialect).PhaseOf(status).ShouldBe(phase);
}
