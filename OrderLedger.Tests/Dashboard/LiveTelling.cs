using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Dashboard.Live;

namespace OrderLedger.Tests.Dashboard;

/// <summary>Messages to a browser, how much waits for it, and what it finds when it comes back.</summary>
public class LiveTelling(SocketApp app) : IClassFixture<SocketApp>
{
    private static readonly HashSet<string> Own = ["default"];
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_slow_browser_is_told_the_newest_state_of_each_order_only()
    {
        using var subscription = new Subscription(Own, after: 10);
        subscription.Offer([Change("a", 11, "pending"), Change("b", 12, "pending"), Change("a", 13, "completed")]);
        subscription.Offer([Change("a", 14, null)]);

        var news = (await subscription.Next(Soon, default))!;
        news.Changes.Select(c => (c.Stream.OrderId, c.Seq, c.Status)).ShouldBe([("b", 12, "pending"), ("a", 14, "completed")]);
    }

    [Fact]
    public async Task What_waits_is_bounded_and_more_is_a_reset()
    {
        using var subscription = new Subscription(Own, after: 0);
        for (var seq = 1; seq <= Subscription.OrdersMax + 5; seq++)
            subscription.Offer([Change($"{seq}", seq, "pending")]);

        var news = (await subscription.Next(Soon, default))!;
        news.ShouldSatisfyAllConditions(n =>
            n.IsReset.ShouldBeTrue(), n => n.Changes.ShouldBeEmpty(), n => n.Seq.ShouldBe(Subscription.OrdersMax + 5));
        subscription.Offer([Change("next", 5_000, "pending")]);
        (await subscription.Next(Soon, default))!.Changes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_told_twice_nor_of_another_store()
    {
        using var subscription = new Subscription(Own, after: 10);
        subscription.Offer([Change("old", 10, "pending"), Change("x", 11, "pending") with { Stream = new("other", "x") },
            Change("a", 12, "pending")]);
        subscription.Offer([Change("a", 12, "failed")]);

        (await subscription.Next(Soon, default))!.Changes.ShouldHaveSingleItem().Status.ShouldBe("pending");
        (await subscription.Next(TimeSpan.Zero, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_comes_back_is_told_what_was_missed_and_then_what_comes()
    {
        var feed = app.Services.GetRequiredService<LiveFeed>();
        await app.Register("501");
        var seen = await app.Ledger.Head(default);
        await app.Register("502");
        using (var pushed = await app.Patch("502", """{"status":"completed"}"""))
            pushed.EnsureSuccessStatusCode();

        var subscription = await feed.Begin(Own, seen, default);
        (await subscription.Next(Soon, default))!.Changes.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            c => c.Stream.OrderId.ShouldBe("502"), c => c.Status.ShouldBe("completed"), c => c.Version.ShouldBe(2));
        await app.Register("503");
        (await subscription.Next(Soon, default))!.Changes.ShouldHaveSingleItem().Stream.OrderId.ShouldBe("503");
        feed.End(subscription);
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(-10_000)]
    public async Task Who_was_away_for_too_long_or_knows_a_place_that_is_gone_looks_anew(long distance)
    {
        var feed = app.Services.GetRequiredService<LiveFeed>();
        var head = await app.Ledger.Head(default);
        var subscription = await feed.Begin(Own, head + distance, default);
        (await subscription.Next(Soon, default))!.IsReset.ShouldBeTrue();
        feed.End(subscription);
    }

    private static LiveChange Change(string order, long seq, string? status) =>
        new(new("default", order), seq, 1, "status_changed", status, status is null ? null : "open", DateTimeOffset.UnixEpoch);
}
