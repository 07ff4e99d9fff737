using System.Collections.Concurrent;
using System.Diagnostics;

namespace OrderLedger.Tests.Webhooks;

public class Deliveries(SubscribedApp app) : IClassFixture<SubscribedApp>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Tell_each_event_once_in_the_order_of_the_order_signed()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await app.Subscribe(receiver);
        await app.Register("7001", "pending");
        foreach (var status in new[] { "processing", "on-hold", "completed" })
            (await app.Patch("7001", $$"""{"order_status":"{{status}}","reason":"said by phone"}""")).Dispose();

        await receiver.Has(4);

        receiver.Taken.Select(m => (string?)m.Data["to"]).ShouldBe(["pending", "processing", "on-hold", "completed"]);
        receiver.Taken.Select(m => (int)m.Data["version"]!).ShouldBe([1, 2, 3, 4]);
        receiver.Taken.ShouldAllBe(m => !m.Body.Contains("phone", StringComparison.Ordinal));
        foreach (var message in receiver.Taken)
            (await ByOpenssl(message, (string)subscription["secret"]!)).ShouldBe(message.Signature);
        await app.End(subscription);
    }

    [Fact]
    public async Task Wait_behind_an_earlier_one_of_the_order_that_fails_and_no_other_order_waits()
    {
        await using var receiver = await Receiver.Start();
        var ids = new ConcurrentBag<string>();
        receiver.Answers = message =>
        {
            if ((string?)message.Data["order_id"] != "7101" || (string?)message.Data["to"] != "pending")
                return Task.FromResult(200);
            ids.Add(message.Id);
            return Task.FromResult(ids.Count < 2 ? 503 : 200);
        };
        var subscription = await app.Subscribe(receiver);
        await app.Register("7101", "pending");
        (await app.Patch("7101", """{"order_status":"processing"}""")).Dispose();
        await app.Register("7102", "pending");

        await receiver.Has(1);
        receiver.Taken.Select(m => (string?)m.Data["order_id"]).ShouldBe(["7102"]);
        await receiver.Has(3);

        receiver.Taken.Where(m => (string?)m.Data["order_id"] == "7101").Select(m => (string?)m.Data["to"])
            .ShouldBe(["pending", "processing"]);
        ids.Distinct().Count().ShouldBe(1, "the id of a message stays");
        await app.End(subscription);
    }

    [Fact]
    public async Task Of_what_happened_before_are_sent_from_where_it_was_asked()
    {
        await app.Register("7201", "pending");
        var after = (int)(await app.Get("/api/orders/7201/history"))["events"]![0]!["seq"]!;
        (await app.Patch("7201", """{"order_status":"processing"}""")).Dispose();
        (await app.Patch("7201", """{"order_status":"completed"}""")).Dispose();
        await using var receiver = await Receiver.Start();

        var subscription = await app.Subscribe(receiver, $",\"after\":{after},\"types\":[\"order.status_changed\"]");
        (await app.Patch("7201", """{"order_status":"refunded"}""")).Dispose();
        await receiver.Has(3);

        receiver.Taken.Where(m => (string?)m.Data["order_id"] == "7201").Select(m => (string?)m.Data["to"])
            .ShouldBe(["processing", "completed", "refunded"]);
        await app.End(subscription);
    }

    [Fact]
    public async Task Are_chosen_by_type_status_and_phase_and_a_refused_push_tells_nothing()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await app.Subscribe(receiver, ",\"types\":[\"order.status_changed\"],\"statuses\":[\"completed\"]");
        await app.Register("7301", "pending");
        (await app.Patch("7301", """{"order_status":"no-such-status"}""")).Dispose();
        (await app.Patch("7301", """{"order_status":"processing"}""")).Dispose();
        (await app.Patch("7301", """{"order_status":"completed"}""")).Dispose();

        await receiver.Has(1);

        receiver.Taken.Select(m => (string?)m.Data["to"]).ShouldBe(["completed"]);
        (await app.Get($"/api/webhook-subscriptions/{subscription["id"]}/deliveries"))["deliveries"]!.AsArray().Count.ShouldBe(1);
        await app.End(subscription);
    }

    [Fact]
    public async Task Of_what_happened_while_it_was_off_are_not_sent()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await app.Subscribe(receiver);
        await Switch(subscription, active: false);
        await app.Register("7601", "pending");
        await Switch(subscription, active: true);
        await app.Register("7602", "pending");

        await receiver.Has(1);

        receiver.Taken.Select(m => (string?)m.Data["order_id"]).ShouldBe(["7602"]);
        await app.End(subscription);
    }

    [Fact]
    public async Task End_when_the_receiver_wants_no_more()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answers = _ => Task.FromResult(410);
        var subscription = await app.Subscribe(receiver);
        await app.Register("7401", "pending");

        await Condition.Holds(async () => (bool)(await app.Shown(subscription))["active"]! == false, Patience, () => "It is still on.");

        ((string)(await app.Shown(subscription))["off_reason"]!).ShouldStartWith("The receiver answered 410");
        await app.End(subscription);
    }

    [Fact]
    public async Task Carry_two_signatures_after_a_rotation_and_are_sent_again_under_the_same_id()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await app.Subscribe(receiver);
        using var rotated = await app.Send(HttpMethod.Post, $"/api/webhook-subscriptions/{subscription["id"]}/rotate-secret");
        var secret = (string)JsonNode.Parse(await rotated.Content.ReadAsStringAsync())!["secret"]!;
        await app.Register("7501", "pending");
        await receiver.Has(1);

        await app.Again(subscription, $$"""{"delivery":"{{receiver.Taken[0].Id}}"}""");
        await receiver.Has(2);

        var (first, second) = (receiver.Taken[0], receiver.Taken[1]);
        first.Signature.Split(' ').ShouldBe([await ByOpenssl(first, secret), await ByOpenssl(first, (string)subscription["secret"]!)]);
        (second.Id, second.Body).ShouldBe((first.Id, first.Body));
        await app.End(subscription);
    }

    private async Task Switch(JsonObject subscription, bool active)
    {
        using var changed = await app.Send(HttpMethod.Patch, $"/api/webhook-subscriptions/{subscription["id"]}",
            active ? """{"active":true}""" : """{"active":false}""");
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    // Signed again by a program that is not ours.
    private static async Task<string> ByOpenssl(Arrived message, string secret)
    {
        var key = Convert.ToHexString(Convert.FromBase64String(secret["whsec_".Length..]));
        var start = new ProcessStartInfo("openssl", ["dgst", "-sha256", "-mac", "HMAC", "-macopt", $"hexkey:{key}", "-binary"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var openssl = Process.Start(start)!;
        await openssl.StandardInput.WriteAsync($"{message.Id}.{message.Timestamp}.{message.Body}");
        openssl.StandardInput.Close();
        using var hash = new MemoryStream();
        await openssl.StandardOutput.BaseStream.CopyToAsync(hash);
        return "v1," + Convert.ToBase64String(hash.ToArray());
    }
}
