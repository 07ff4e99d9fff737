using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;

namespace OrderLedger.Tests.Dashboard;

/// <summary>GET /live as a browser hears it, over HTTP: what it is told, from where on, and for how long.</summary>
public class LiveConnections(SocketApp app) : IClassFixture<SocketApp>
{
    [Fact]
    public async Task A_browser_that_comes_back_is_told_all_behind_what_it_heard_last()
    {
        using var clerk = await Clerk.SignedIn(app);
        string first;
        using (var listener = await Listener.Connect(clerk))
        {
            await app.Register("601");
            var heard = (await listener.Changes(1)).Single();
            (heard.Order, heard.Status).ShouldBe(("601", "pending"));
            first = heard.Id!;
        }
        await app.Register("602");
        await app.Register("603", "completed");

        using var again = await Listener.Connect(clerk, lastEventId: first);
        (await again.Changes(2)).Select(c => (c.Order, c.Status)).ShouldBe([("602", "pending"), ("603", "completed")]);
        await app.Register("604");
        (await again.Changes(1)).Single().Order.ShouldBe("604");
    }

    [Fact]
    public async Task A_page_is_told_all_behind_the_place_it_was_made_at()
    {
        using var clerk = await Clerk.SignedIn(app);
        var made = await app.Head();
        await app.Register("611");
        await app.Register("612");
        await app.Register("613");

        using var listener = await Listener.Connect(clerk, $"?after={made}");
        var changes = await listener.Changes(3);
        changes.Select(c => c.Order).ShouldBe(["611", "612", "613"]);
        changes.Select(c => long.Parse(c.Id!)).ShouldBeInOrder();
    }

    [Fact]
    public async Task What_was_heard_last_goes_before_what_the_page_was_made_at()
    {
        using var clerk = await Clerk.SignedIn(app);
        var made = await app.Head();
        await app.Register("621");
        var heard = await app.Head();
        await app.Register("622");

        using var listener = await Listener.Connect(clerk, $"?after={made}", lastEventId: $"{heard}");
        (await listener.Changes(1)).Single().Order.ShouldBe("622");
    }

    [Fact]
    public async Task A_connection_beats_where_nothing_happens()
    {
        var key = await app.NewStore("quiet-store");
        using var clerk = await Clerk.SignedIn(app, key);
        using var listener = await Listener.Connect(clerk);

        (await listener.Next()).Kind.ShouldBe("beat", "the first one was told at once, this one after a while");
    }

    [Fact]
    public async Task A_connection_ends_with_the_key_it_was_begun_with()
    {
        var secret = Keys.Generate(OrderLedger.Domain.Dialects.Vici);
        var key = Keys.ToStore(secret, (await app.Services.GetRequiredService<StoreTable>().All(default))
            .Single(s => s.Store.Name == "default").Store,
            "leaver", [Scope.Read], app.Secrets);
        await app.NewKey(key);
        using var clerk = await Clerk.SignedIn(app, secret);
        using var listener = await Listener.Connect(clerk);

        await app.Services.GetRequiredService<KeyTable>().Revoke(key.Id, Talk.Tester, default);
        await app.Services.GetRequiredService<Keyring>().Read(default);
        await app.Register("631");

        (await listener.Rest()).ShouldNotContain(h => h.Kind == "order" && h.Order == "631");
        using var answer = await clerk.Get("/live");
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Orders_of_another_store_are_not_heard()
    {
        var theirs = await app.NewStore("loud-store");
        using var clerk = await Clerk.SignedIn(app);
        using var listener = await Listener.Connect(clerk);
        using var stranger = await Clerk.SignedIn(app, theirs);
        using var strangers = await Listener.Connect(stranger);

        await app.RegisterAt("loud-store", "641");
        await app.Register("642");

        // What comes later is heard, so what came before would have been.
        (await listener.Changes(1)).Single().Order.ShouldBe("642");
        (await strangers.Changes(1)).Single().Order.ShouldBe("641");
    }
}
