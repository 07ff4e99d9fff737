namespace OrderLedger.Tests.Webhooks;

public class SentAgain(SubscribedApp app) : IClassFixture<SubscribedApp>
{
    [Fact]
    public async Task Of_a_range_are_sent_again_and_what_was_never_told_is_told_now()
    {
        await app.Register("7701", "pending");
        foreach (var status in new[] { "processing", "on-hold", "completed" })
            (await app.Patch("7701", $$"""{"order_status":"{{status}}"}""")).Dispose();
        var seqs = (await app.Get("/api/orders/7701/history"))["events"]!.AsArray().Select(e => (long)e!["seq"]!).Order().ToList();
        await using var receiver = await Receiver.Start();
        var subscription = await app.Subscribe(receiver, $",\"after\":{seqs[2]}");
        await receiver.Has(1);

        await app.Again(subscription, $$"""{"after":{{seqs[0]}},"to":{{seqs[3]}}}""");
        await receiver.Has(4);

        receiver.Taken.Select(m => (string?)m.Data["to"]).ShouldBe(["completed", "processing", "on-hold", "completed"]);
        receiver.Taken[3].Id.ShouldBe(receiver.Taken[0].Id);
        (await app.Shown(subscription))["to_be_made"].ShouldBeNull();
        await app.End(subscription);
    }

    [Fact]
    public async Task Since_a_time_come_before_those_of_now()
    {
        await app.Register("7801", "pending");
        (await app.Patch("7801", """{"order_status":"processing"}""")).Dispose();
        var recorded = (string)(await app.Get("/api/orders/7801/history"))["events"]!.AsArray()
            .Single(e => (int)e!["version"]! == 2)!["recorded_at"]!;
        await using var receiver = await Receiver.Start();

        var subscription = await app.Subscribe(receiver, $",\"since\":\"{recorded}\"");
        (await app.Patch("7801", """{"order_status":"completed"}""")).Dispose();
        await receiver.Has(2);

        receiver.Taken.Where(m => (string?)m.Data["order_id"] == "7801").Select(m => (string?)m.Data["to"]).ShouldBe(["processing", "completed"]);
        await app.Again(subscription, $$"""{"since":"{{recorded}}"}""");
        await receiver.Has(4);
        await app.End(subscription);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"delivery":7}""")]
    [InlineData("""{"delivery":"msg_7"}""")]
    [InlineData("""{"after":-1}""")]
    [InlineData("""{"after":1,"since":"2026-01-01"}""")]
    [InlineData("""{"since":"yesterday"}""")]
    [InlineData("""{"since":"2026-01-01","until":5}""")]
    [InlineData("""{"to":5}""")]
    [InlineData("""{"after":1,"from":2}""")]
    public async Task Are_not_sent_again_without_a_range_that_can_be_read(string body)
    {
        await using var receiver = await Receiver.Start();
        var subscription = await app.Subscribe(receiver);

        using var again = await app.Send(HttpMethod.Post, $"/api/webhook-subscriptions/{subscription["id"]}/redeliver", body);

        again.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await again.Text()).ShouldContain("Send the id of a delivery");
        await app.End(subscription);
    }
}
