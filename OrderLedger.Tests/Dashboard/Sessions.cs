using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;
using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Tests.Dashboard;

/// <summary>Who gets in, to what, and for how long.</summary>
public class Sessions(SocketApp app) : IClassFixture<SocketApp>
{
    private static readonly Sender Test = new("test", "test");

    /// <summary>Every route of a store's pages: its method, its pattern, the role it is for.</summary>
    private IEnumerable<(string Method, string Path, Role Role)> Routes =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Needs>() is not null)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods, (e, method) =>
                (method, e.RoutePattern.RawText!, e.Metadata.GetMetadata<Needs>()!.Role));

    // Tables and sheets of the orders that a form names: too many for an address, and nothing changes.
    private static readonly string[] OfNamedOrders =
    [
        "/dashboard/{store}/orders.csv", "/dashboard/{store}/order-items.csv", "/dashboard/{store}/print/packing-slips",
        "/dashboard/{store}/print/pick-list",
    ];

    [Fact]
    public async Task Nobody_sees_a_page_without_signing_in()
    {
        using var stranger = new Clerk(app);
        foreach (var (method, path, _) in Routes)
        {
            using var answer = method == "GET" ? await stranger.Get(Filled(path)) : await stranger.PostForged(Filled(path));
            answer.StatusCode.ShouldBe(method == "GET" ? HttpStatusCode.Found : HttpStatusCode.Unauthorized, $"{method} {path}");
        }
        using var live = await stranger.Get("/live");
        live.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_store_is_as_one_that_is_not_there()
    {
        await app.NewStore("other-store");
        using var clerk = await Clerk.SignedIn(app);
        foreach (var (method, path, _) in Routes)
        {
            using var theirs = method == "GET"
                ? await clerk.Get(Filled(path, "other-store"))
                : await clerk.Post(Filled(path, "other-store"));
            using var nobodys = method == "GET" ? await clerk.Get(Filled(path, "no-store")) : await clerk.Post(Filled(path, "no-store"));
            theirs.StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{method} {path}");
            (await theirs.Content.ReadAsStringAsync()).ShouldBe(await nobodys.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing()
    {
        using var clerk = await Clerk.SignedIn(app);
        foreach (var (method, path, _) in Routes.Where(r => r.Method != "GET"))
        {
            using var answer = await clerk.PostForged(Filled(path));
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{method} {path}");
        }
    }

    [Fact]
    public async Task A_viewer_changes_nothing_and_an_operator_only_orders()
    {
        foreach (var (scopes, role) in new[] { ("read", Role.Viewer), ("read,push", Role.Operator) })
        {
            using var clerk = await Clerk.SignedIn(app, (await Key("default", scopes)).Secret);
            await clerk.Page("/sign-in");
            foreach (var (method, path, _) in Routes.Where(r => r.Role > role))
            {
                using var answer = method == "GET" ? await clerk.Get(Filled(path)) : await clerk.Post(Filled(path));
                answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{scopes}: {method} {path}");
            }
        }
    }

    [Fact]
    public void Whatever_changes_something_is_for_more_than_a_viewer() =>
        Routes.Where(r => r.Method != "GET" && r.Role == Role.Viewer && !OfNamedOrders.Contains(r.Path)).ShouldBeEmpty();

    [Fact]
    public async Task A_key_that_may_only_push_signs_nobody_in()
    {
        using var clerk = new Clerk(app);
        (await clerk.SignIn((await Key("default", "push")).Secret)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_revoked_key_ends_its_sessions()
    {
        var (id, secret) = await Key("default", "read");
        using var clerk = await Clerk.SignedIn(app, secret);
        await clerk.Page("/dashboard/default");

        await app.Services.GetRequiredService<KeyTable>().Revoke(id, Test, default);
        await app.Services.GetRequiredService<Keyring>().Read(default);

        using var answer = await clerk.Get("/dashboard/default");
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task A_session_is_ended_by_our_own_form_even_an_old_one_and_by_no_other_site()
    {
        using var clerk = await Clerk.SignedIn(app);
        using (var forged = await clerk.PostForged("/sign-out"))
            forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await clerk.Page("/dashboard/default");

        using (var old = await clerk.PostFromHere("/sign-out"))
            old.Headers.Location!.ToString().ShouldBe("/sign-in");
        using (var left = await clerk.Get("/dashboard/default"))
            left.Headers.Location!.ToString().ShouldStartWith("/sign-in");
    }

    [Fact]
    public async Task With_the_keys_of_two_stores_both_are_seen()
    {
        var key = await app.NewStore("second-store");
        using var clerk = await Clerk.SignedIn(app);
        (await clerk.SignIn(key)).ShouldBe(HttpStatusCode.Found);

        (await clerk.Page("/dashboard/default")).ShouldContain("/dashboard/second-store");
        await clerk.Page("/dashboard/second-store");
    }

    [Fact]
    public async Task Signing_in_is_recorded_under_the_keys_name()
    {
        var (id, secret) = await Key("default", "read", "the-clerk");
        using var clerk = await Clerk.SignedIn(app, secret);

        var entry = (await app.Get("/api/audit?type=signed_in&actor=the-clerk"))["entries"]![0]!;
        entry.ToJsonString().ShouldContain(id);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/dashboard/")]
    [InlineData("/dashboard//evil.example")]
    [InlineData("/dashboard/\\evil.example")]
    public async Task Nobody_is_led_elsewhere(string to)
    {
        using var clerk = new Clerk(app);
        await clerk.Page("/sign-in?to=" + Uri.EscapeDataString(to));
        using var answer = await clerk.Post("/sign-in", ("key", LedgerApp.Key), ("to", to));
        answer.Headers.Location!.ToString().ShouldBe("/dashboard/default");
    }

    [Fact]
    public async Task Pages_allow_the_browser_only_what_is_ours()
    {
        using var clerk = await Clerk.SignedIn(app);
        foreach (var path in new[] { "/sign-in", "/dashboard/default", "/dashboard/default/orders", "/dashboard/none" })
        {
            using var answer = await clerk.Get(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("unsafe");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }
        var cookie = clerk.Cookies.GetAllCookies()["orderledger"]!;
        cookie.HttpOnly.ShouldBeTrue();
    }

    private async Task<(string Id, string Secret)> Key(string store, string scopes, string name = "staff")
    {
        var secret = Keys.Generate(OrderLedger.Domain.Dialects.Vici);
        var stored = (await app.Services.GetRequiredService<StoreTable>().All(default)).Single(s => s.Store.Name == store);
        var key = Keys.ToStore(secret, stored.Store, name, scopes.Split(','), app.Secrets);
        await app.Services.GetRequiredService<KeyTable>().Add(key, Test, default);
        return (key.Id, secret);
    }

    // A GUID is an id to all routes that want one.
    private static string Filled(string pattern, string store = "default") =>
        System.Text.RegularExpressions.Regex.Replace(pattern.Replace("{store}", store), @"\{[^}]*\}", Guid.Empty.ToString());
}
