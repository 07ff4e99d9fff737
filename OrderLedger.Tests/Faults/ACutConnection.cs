namespace OrderLedger.Tests.Faults;

[Collection(FaultTests.Name)]
public class ACutConnection(CutLedger ledger) : IClassFixture<CutLedger>
{
    [Fact]
    public async Task After_the_commit_it_is_found_out_and_the_push_is_answered_200()
    {
        await ledger.Reconnect(1);
        ledger.Proxy.Arm(Cut.AfterTheCommit);

        using var push = await ledger.Push(1, "cut-a");

        ledger.Proxy.IsArmed.ShouldBeFalse();
        push.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ledger.EventsOf("cut-a")).ShouldBe(1);
    }

    [Fact]
    public async Task After_the_commit_and_for_long_it_leaves_the_answer_to_the_retry()
    {
        await ledger.Reconnect(2);
        ledger.Proxy.Arm(Cut.AfterTheCommit, thenClose: true);

        using var push = await ledger.Push(2, "cut-b");
        push.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        push.Headers.RetryAfter.ShouldNotBeNull();
        (await ledger.EventsOf("cut-b")).ShouldBe(1);

        ledger.Proxy.Open();
        using var retry = await ledger.Retry(2, "cut-b");
        retry.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await retry.Content.ReadAsStringAsync()).ShouldContain("\"processing\"");
        (await ledger.EventsOf("cut-b")).ShouldBe(1);
    }

    [Fact]
    public async Task Before_the_commit_it_leaves_nothing()
    {
        await ledger.Reconnect(3);
        ledger.Proxy.Arm(Cut.BeforeTheCommit);

        using var push = await ledger.Push(3, "cut-c");
        ledger.Proxy.IsArmed.ShouldBeFalse();
        push.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        push.Headers.RetryAfter.ShouldNotBeNull();
        (await ledger.EventsOf("cut-c")).ShouldBe(0);

        using var retry = await ledger.Retry(3, "cut-c");
        retry.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        (await ledger.EventsOf("cut-c")).ShouldBe(1);
    }

    [Fact]
    public async Task Leaves_view_and_events_in_agreement()
    {
        foreach (var (order, cut) in new[] { (4, Cut.AfterTheCommit), (5, Cut.BeforeTheCommit) })
        {
            await ledger.Reconnect(order);
            ledger.Proxy.Arm(cut);
            using var pushed = await ledger.Retry(order, $"cut-{order}");
        }

        (await Witness.Faults(ledger.Sql)).ShouldBeEmpty();
    }
}
