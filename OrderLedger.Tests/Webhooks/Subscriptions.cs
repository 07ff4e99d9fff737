using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Tests.Webhooks;

public class Subscriptions(SubscribedApp app) : IClassFixture<SubscribedApp>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SubscriptionTable Table => app.Services.GetRequiredService<SubscriptionTable>();

    [Fact]
    public async Task That_are_gone_leave_the_turn_to_another_server()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await app.Subscribe(receiver);
        await Condition.Holds(async () => await Turns() == 1, Patience, () => "Nobody has the turn.");

        await app.End(subscription);

        await Condition.Holds(async () => await Turns() == 0, Patience, () => "The turn is kept, by a connection in the pool perhaps.");
    }

    [Fact]
    public async Task Do_not_keep_the_ledger_from_being_signed()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await app.Subscribe(receiver);
        await Condition.Holds(async () => await Turns() == 1, Patience, () => "Nobody has the turn.");
        await app.Register("8101", "pending");

        using var signed = await app.Send(HttpMethod.Post, "/api/checkpoints");

        signed.IsSuccessStatusCode.ShouldBeTrue();
        await app.End(subscription);
    }

    [Fact]
    public async Task That_the_server_switches_off_keep_what_somebody_changed_meanwhile()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await app.Subscribe(receiver);
        var before = (await Table.Find("default", (Guid)subscription["id"]!, default))!;
        using var changed = await app.Send(HttpMethod.Patch, $"/api/webhook-subscriptions/{before.Id}", $$"""{"url":"{{receiver.Url}}/new"}""");

        await Table.SwitchOff(before, "It failed.", Talk.Tester, default);

        var now = (await Table.Find("default", before.Id, default))!;
        (now.Url, now.OffReason).ShouldBe((receiver.Url + "/new", "It failed."));
        await app.End(subscription);
    }

    [Fact]
    public async Task Send_to_a_changed_address_while_messages_still_wait()
    {
        await using var receiver = await Receiver.Start();
        await using var other = await Receiver.Start();
        receiver.Answers = _ => Task.FromResult(503);
        var subscription = await app.Subscribe(receiver);
        await app.Register("8001", "pending");
        await app.Register("8002", "pending");

        using var changed = await app.Send(HttpMethod.Patch, $"/api/webhook-subscriptions/{subscription["id"]}", $$"""{"url":"{{other.Url}}"}""");
        await Condition.Holds(() => other.Taken.Count == 2, Patience, () => $"{other.Taken.Count} came to the new address.");

        receiver.Taken.ShouldBeEmpty();
        await app.End(subscription);
    }

    [Fact]
    public async Task Are_recorded_without_the_path_of_their_address()
    {
        using var made = await app.Send(HttpMethod.Post, "/api/webhook-subscriptions", """{"url":"https://chat.example/a-token-of-theirs"}""");
        await app.End((await made.Json()));

        var recorded = await app.Ask<string>("select string_agg(a::text, ' ') from ledger.ol_action a");
        recorded.ShouldContain("chat.example");
        recorded.ShouldNotContain("a-token-of-theirs");
    }

    private Task<long> Turns() => app.Ask<long>(
        $"select count(*) from pg_locks where locktype = 'advisory' and objid = {AdvisoryLocks.FanOut} and database = (select oid from pg_database where datname = current_database())");
}
