using static OrderLedger.Domain.Phase;

namespace OrderLedger.Tests.Domain;

public class Statuses
{
    private static readonly string[] NoStatuses = ["", "  ", "wc-", "wc-wc-cancelled", "cancelledd", "picked-up", "a b", "\0"];

    public static TheoryData<string, string[], Phase[]> Printed => new()
    {
        {
            "vici", ["pending", "processing", "completed", "on-hold", "cancelled", "refunded", "failed", "checkout-draft", "draft"],
            [Open, InProgress, Done, Open, Cancelled, Refunded, Failed, Draft, Draft]
        },
        {
            "woocommerce", ["pending", "processing", "completed", "on-hold", "cancelled", "refunded", "failed", "checkout-draft", "draft"],
            [Open, InProgress, Done, Open, Cancelled, Refunded, Failed, Draft, Draft]
        },
        { "wizcommerce", ["draft", "confirmed", "cancelled"], [Draft, InProgress, Cancelled] },
        {
            "awal", ["pending", "accepted", "shipped", "delivered", "completed", "cancelled"],
            [Open, InProgress, InProgress, Done, Done, Cancelled]
        },
        {
            "whatalo", ["confirmed", "in_progress", "completed", "cancelled", "returned"],
            [InProgress, InProgress, Done, Cancelled, Refunded]
        },
        { "genuka", ["pending", "confirmed", "shipped", "completed", "canceled"], [Open, InProgress, InProgress, Done, Cancelled] },
    };

    [Fact]
    public void There_are_six_dialects() =>
        Vocabularies.Names.ShouldBe(["vici", "woocommerce", "wizcommerce", "awal", "whatalo", "genuka"]);

    [Theory]
    [MemberData(nameof(Printed))]
    public void The_statuses_are_the_vendors_in_the_vendors_order_each_with_our_phase(string dialect, string[] words, Phase[] phases)
    {
        Vocabularies.Of(dialect).Pushable.ShouldBe(words);
        words.Select(Vocabularies.Of(dialect).PhaseOf).ShouldBe(phases);
    }

    [Theory]
    [MemberData(nameof(Printed))]
    public void Every_status_is_read_trimmed_in_any_case_and_with_or_without_wc(string dialect, string[] words, Phase[] _)
    {
        foreach (var word in words)
            new[] { word, $" {word}\n", word.ToUpperInvariant(), $"wc-{word}", $" WC-{word} " }
                .ShouldAllBe(raw => Vocabularies.Of(dialect).Read(raw) == word);
    }

    [Theory]
    [InlineData("vici")]
    [InlineData("wizcommerce")]
    [InlineData("awal")]
    [InlineData("whatalo")]
    [InlineData("genuka")]
    public void A_closed_list_reads_nothing_else(string dialect) =>
        NoStatuses.ShouldAllBe(raw => Vocabularies.Of(dialect).Read(raw) == null);

    [Theory]
    [InlineData("picked-up", "picked-up")]
    [InlineData("WC-Awaiting_Pickup", "awaiting_pickup")]
    [InlineData("seventeen-letters", "seventeen-letters")]
    [InlineData("awaiting-customer-approval", "awaiting-customer-approval")]
    [InlineData("forty-letters-are-the-most-that-is-taken", "forty-letters-are-the-most-that-is-taken")]
    [InlineData("forty-one-letters-are-one-more-than-taken", null)]
    [InlineData("picked up", null)]
    [InlineData("abgeholt-ü", "abgeholt-ü")]
    [InlineData("wc-%D0%BE%D1%82%D0%BF%D1%80%D0%B0%D0%B2%D0%BB%D0%B5%D0%BD", "отправлен")]
    [InlineData("%d0%be%d1%82%d0%bf%d", "отп")]
    [InlineData("%e5%8f%91%e8%b4%a7", "发货")]
    [InlineData("---", null)]
    [InlineData("%3cscript%3e", null)]
    [InlineData("trash", null)]
    [InlineData("auto-draft", null)]
    [InlineData("wc-new", null)]
    [InlineData("any", null)]
    [InlineData("", null)]
    public void A_WooCommerce_shop_may_have_statuses_of_its_own(string raw, string? read) =>
        Vocabularies.WooCommerce.Read(raw).ShouldBe(read);

    [Theory]
    [InlineData("woocommerce", "canceled", "cancelled")]
    [InlineData("woocommerce", "Cancelled", "cancelled")]
    [InlineData("woocommerce", "on_hold", "on-hold")]
    [InlineData("woocommerce", "On hold", "on-hold")]
    [InlineData("woocommerce", "ON-HOLD", "on-hold")]
    [InlineData("woocommerce", "complete", "completed")]
    [InlineData("woocommerce", "Pending payment", "pending")]
    [InlineData("vici", "wc-on_hold", "on-hold")]
    [InlineData("vici", "checkout_draft", "checkout-draft")]
    [InlineData("awal", "canceled", "cancelled")]
    [InlineData("awal", "Complete", "completed")]
    [InlineData("whatalo", "In Progress", "in_progress")]
    [InlineData("whatalo", "in-progress", "in_progress")]
    [InlineData("genuka", "cancelled", "canceled")]
    [InlineData("wizcommerce", "Canceled", "cancelled")]
    public void The_vendors_own_words_are_known_however_they_are_written(string dialect, string raw, string read) =>
        Vocabularies.Of(dialect).Read(raw).ShouldBe(read);

    [Theory]
    [InlineData("undefined")]
    [InlineData("null")]
    [InlineData("NaN")]
    [InlineData("None")]
    [InlineData("true")]
    [InlineData("False")]
    [InlineData("[object Object]")]
    [InlineData("{{1.status}}")]
    [InlineData("${status}")]
    public void A_hole_is_no_status_of_any_store(string hole)
    {
        Holes.Is(hole).ShouldBeTrue();
        foreach (var dialect in Vocabularies.Names)
        {
            Vocabularies.Of(dialect).Read(hole).ShouldBeNull(dialect);
            Vocabularies.Of(dialect).ReadHeld(hole).ShouldBeNull(dialect);
        }
    }

    [Fact]
    public void A_status_of_the_shops_own_is_in_progress_and_every_move_to_and_from_it_is_usual()
    {
        Vocabularies.WooCommerce.PhaseOf("picked-up").ShouldBe(InProgress);
        Vocabularies.WooCommerce.MoveBetween("completed", "picked-up").ShouldBe(Move.Usual);
        Vocabularies.WooCommerce.MoveBetween("picked-up", "draft").ShouldBe(Move.Usual);
    }

    [Fact]
    public void Genuka_understands_both_spellings_and_keeps_its_own() => Vocabularies.Genuka.Read(" Cancelled").ShouldBe("canceled");

    [Fact]
    public void A_Whatalo_order_starts_pending_and_nobody_can_push_it_there()
    {
        Vocabularies.Whatalo.Read("pending").ShouldBeNull();
        Vocabularies.Whatalo.PhaseOf("pending").ShouldBe(Open);
        Vocabularies.Whatalo.NextAfter("pending", Policy.Strict).ShouldBe(["confirmed", "cancelled"]);
    }

    [Fact]
    public void Only_WizCommerce_and_Whatalo_are_strict_unless_the_store_says_otherwise() =>
        Vocabularies.Names.Where(n => Vocabularies.Of(n).DefaultPolicy == Policy.Strict).ShouldBe(["wizcommerce", "whatalo"]);

    [Fact]
    public void An_unknown_dialect_is_named_together_with_the_known_ones() =>
        Should.Throw<ArgumentException>(() => Vocabularies.Of("shopify")).Message.ShouldContain("vici, woocommerce");

    [Theory]
    [InlineData("whatalo", "pending", "pending")]
    [InlineData("wizcommerce", "Active", "active")]
    [InlineData("wizcommerce", "confirmed", "confirmed")]
    [InlineData("awal", "active", null)]
    [InlineData("genuka", "cancelled", "canceled")]
    [InlineData("woocommerce", "picked-up", "picked-up")]
    [InlineData("vici", "picked-up", null)]
    public void An_order_may_come_with_a_status_that_is_shown_and_cannot_be_pushed(string dialect, string raw, string? status) =>
        Vocabularies.Of(dialect).ReadHeld(raw).ShouldBe(status);
}
