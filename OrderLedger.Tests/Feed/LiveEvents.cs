using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;

namespace OrderLedger.Tests.Feed;

/// <summary>GET /api/live: what a listener hears, from where on, and for how long.</summary>
public class LiveEvents(SocketApp app) : IClassFixture<SocketApp>
{
    [Fact]
    public async Task Begin_behind_a_place_and_go_on_with_what_happens()
    {
        var after = await app.Head();
        await app.Register("201");
        await app.Register("202", "completed");

        using var listener = await Listener.Connect(app.Client, $"?after={after}");
        (await listener.Hear(2)).Select(e => e.Order).ShouldBe(["201", "202"]);
        await app.Register("203");
        await app.Register("204");

        var heard = await listener.Hear(2);
        heard.Select(e => e.Order).ShouldBe(["203", "204"]);
        heard.Select(e => e.Id).ShouldBe(heard.Select(e => $"{e.Seq}"));
        heard.ShouldAllBe(e => e.Type == "order.registered" && (string?)e.Json["type"] == e.Type);
    }

    [Fact]
    public async Task Begin_now_where_no_place_is_given()
    {
        await app.Register("211");
        using var listener = await Listener.Connect(app.Client);
        await app.Register("212");

        (await listener.Hear(1)).Single().Order.ShouldBe("212");
    }

    [Fact]
    public async Task Go_on_behind_the_id_that_was_heard_last()
    {
        var after = await app.Head();
        await app.Register("221");
        var heard = await app.Head();
        await app.Register("222");

        using var listener = await Listener.Connect(app.Client, $"?after={after}", LedgerApp.Key, ("Last-Event-ID", $"{heard}"));

        (await listener.Hear(1)).Single().Order.ShouldBe("222");
    }

    [Fact]
    public async Task Are_those_of_the_keys_own_store_that_pass_the_filter()
    {
        var key = await app.NewStore("next-door");
        using var listener = await Listener.Connect(app.Client, "?types=*&phases=done", key);
        await app.Register("231", "completed");
        await app.RegisterAt("next-door", "232", "pending");
        await app.RegisterAt("next-door", "233", "completed");

        (await listener.Hear(1)).Single().Order.ShouldBe("233");
    }

    [Fact]
    public async Task Are_cloud_events_to_who_accepts_them()
    {
        using var listener = await Listener.Connect(app.Client, "?types=*", LedgerApp.Key,
            ("Accept", "text/event-stream, application/cloudevents+json"));
        await app.Register("241");

        var heard = (await listener.Hear(1)).Single();
        (heard.Type, (string?)heard.Json["specversion"], (string?)heard.Json["type"], (string?)heard.Json["subject"])
            .ShouldBe(("order.registered", "1.0", "orderledger.order.registered", "241"));
        heard.Id.ShouldBe($"{heard.Seq}");
    }

    [Fact]
    public async Task Carry_reasons_only_where_details_were_asked_for()
    {
        await app.Register("251");
        using var plain = await Listener.Connect(app.Client);
        using var detailed = await Listener.Connect(app.Client, "?details=true");
        (await app.Patch("251", """{"order_status":"completed","reason":"said by phone"}""")).Dispose();

        (await plain.Hear(1)).Single().Json["data"]!["reason"].ShouldBeNull();
        ((string?)(await detailed.Hear(1)).Single().Json["data"]!["reason"]).ShouldBe("said by phone");
    }

    [Fact]
    public async Task End_with_the_key()
    {
        var secret = Keys.Generate(OrderLedger.Domain.Dialects.Vici);
        var store = (await app.Services.GetRequiredService<StoreTable>().All(default)).Single(s => s.Store.Name == "default").Store;
        var key = Keys.ToStore(secret, store, "leaver", [Scope.Read], app.Secrets);
        await app.NewKey(key);
        using var listener = await Listener.Connect(app.Client, "", secret);

        await app.Services.GetRequiredService<KeyTable>().Revoke(key.Id, Talk.Tester, default);
        await app.Services.GetRequiredService<Keyring>().Read(default);
        await app.Register("261");

        (await listener.Next()).ShouldBeNull();
        using var again = await Listener.Ask(app.Client, "", secret, default);
        again.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Need_the_scope_read()
    {
        var secret = Keys.Generate(OrderLedger.Domain.Dialects.Vici);
        var store = (await app.Services.GetRequiredService<StoreTable>().All(default)).Single(s => s.Store.Name == "default").Store;
        await app.NewKey(Keys.ToStore(secret, store, "pusher", [Scope.Push], app.Secrets));

        using var answer = await Listener.Ask(app.Client, "", secret, default);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task End_in_order_when_the_server_stops_and_so_does_a_request_that_waits()
    {
        var after = await app.Head();
        var stopping = app.With(_ => { });
        stopping.UseKestrel();
        stopping.StartServer();
        // A client of the factory's would end with it.
        using var client = new HttpClient();
        client.BaseAddress = stopping.CreateClient().BaseAddress;
        using var listener = await Listener.Connect(client);
        client.DefaultRequestHeaders.Add("x-api-key", LedgerApp.Key);
        var waiting = client.GetAsync($"/api/events?after={after}&wait=30&types=order.deleted");
        await app.Register("271");
        (await listener.Hear(1)).Single().Order.ShouldBe("271");

        var stopped = stopping.DisposeAsync();

        (await listener.Next()).ShouldBeNull("the stream has an end, and no error");
        using var answer = await waiting;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Json())["events"]!.AsArray().ShouldBeEmpty();
        await stopped;
    }
}
