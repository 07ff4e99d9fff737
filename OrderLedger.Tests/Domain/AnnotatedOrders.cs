using static OrderLedger.Tests.Domain.Scenario;

namespace OrderLedger.Tests.Domain;

public class AnnotatedOrders
{
    [Fact]
    public void A_tag_that_is_added_twice_is_recorded_once()
    {
        Given(Registered("pending")).When(new AnnotateOrder { AddTags = ["fragile", "fragile"] }).Then(new TagAdded("fragile"));
        Given(Registered("pending"), new TagAdded("fragile")).When(new AnnotateOrder { AddTags = ["fragile"] }).Then();
    }

    [Fact]
    public void A_tag_is_removed_where_there_is_one() =>
        Given(Registered("pending"), new TagAdded("fragile"), new TagAdded("gift"))
            .When(new AnnotateOrder { RemoveTags = ["gift", "gone"] }).Then(new TagRemoved("gift"));

    [Fact]
    public void Two_who_change_tags_at_once_lose_nothing()
    {
        var both = Given(Registered("pending"), new TagAdded("gift"), new TagAdded("fragile"), new TagRemoved("gift"), new TagAdded("vip"));
        Tags.List(both.Order!.Tags).ShouldBe(["fragile", "vip"]);
    }

    [Fact]
    public void The_twenty_first_tag_is_refused_unless_one_makes_room()
    {
        OrderEvent[] full = [Registered("pending"), .. Enumerable.Range(1, Tags.CountMax).Select(n => new TagAdded($"t{n}"))];
        Given(full).When(new AnnotateOrder { AddTags = ["more"] }).ThenRefused(new Refusal.TooManyTags());
        Given(full).When(new AnnotateOrder { AddTags = ["more"], RemoveTags = ["t1"] }).Then(new TagRemoved("t1"), new TagAdded("more"));
    }

    [Fact]
    public void It_is_the_work_of_the_one_it_was_assigned_to_last_or_of_nobody()
    {
        Given(Registered("pending"), new OrderAssigned(null, "Ana")).When(new AnnotateOrder { Assignment = new("Ben") })
            .Then(new OrderAssigned("Ana", "Ben"));
        Given(Registered("pending"), new OrderAssigned(null, "Ana")).When(new AnnotateOrder { Assignment = new(null) })
            .Then(new OrderAssigned("Ana", null));
        Given(Registered("pending")).When(new AnnotateOrder { Assignment = new(null) }).Then();
        Given(Registered("pending"), new OrderAssigned(null, "Ana"), new OrderAssigned("Ana")).Order!.AssignedTo.ShouldBeNull();
    }

    [Fact]
    public void A_note_is_the_note_that_pushes_write() =>
        Given(Registered("pending")).When(new AnnotateOrder { Note = "ring twice" }).Then(new NoteAdded("ring twice"));

    [Fact]
    public void Neither_a_push_nor_a_report_of_the_shop_touches_tags_or_whose_work_it_is()
    {
        OrderEvent[] past = [Registered("pending"), new TagAdded("fragile"), new OrderAssigned(null, "Ana")];
        foreach (OrderRequest request in (OrderRequest[])[Push("completed"), new RegisterOrder(new("completed", "completed")) { Number = "#9" }])
        {
            var accepted = Given(past).When(request).ShouldBeOfType<Decision.Accepted>();
            var order = Order.Fold(Recorded([.. past, .. accepted.Events]))!;
            (order.Status, order.Tags, order.AssignedTo).ShouldBe(("completed", "fragile", "Ana"));
        }
    }

    [Fact]
    public void An_order_that_is_unknown_or_deleted_takes_none()
    {
        Given().When(new AnnotateOrder { AddTags = ["x"] }).ThenRefused(new Refusal.UnknownOrder());
        Given(Registered("pending"), new OrderDeleted()).When(new AnnotateOrder { Note = "x" }).ThenRefused(new Refusal.UnknownOrder());
    }

    [Fact]
    public void At_another_version_than_expected_nothing_is_written() =>
        Given(Registered("pending"), new TagAdded("a")).When(new AnnotateOrder { AddTags = ["b"], ExpectedVersions = [1] })
            .ThenRefused(new Refusal.VersionMoved(2));

    [Theory]
    [InlineData("Fragile", "fragile")]
    [InlineData("  call   first ", "call-first")]
    [InlineData("#vip", "vip")]
    [InlineData("Größe\tXL", "größe-xl")]
    [InlineData("😀", "😀")]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData("a,b", null)]
    [InlineData("a\u0000b", null)]
    [InlineData("12345678901234567890123456789012345678901", null)]
    public void A_tag_has_one_spelling(string text, string? tag) => Tags.Read(text).ShouldBe(tag);

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_tag() => Tags.Read("a" + (char)0xd800).ShouldBeNull();
}
