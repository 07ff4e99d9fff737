using OrderLedger.Api.Access;

namespace OrderLedger.Tests.Dashboard;

public class WebhookPages(ToldApp app) : IClassFixture<ToldApp>
{
    private const string Url = "/dashboard/default/settings/webhooks";

    [Fact]
    public async Task Add_one_whose_secret_is_shown_once_and_whose_messages_stand_in_its_log()
    {
        await using var receiver = await Receiver.Start();
        using var clerk = await Clerk.SignedIn(app);
        var id = ToldApp.Hidden(await clerk.Page(Url), "id");
        var fields = new[] { ("id", id), ("url", receiver.Url), ("description", "ERP"), ("type", "order.registered") };

        var (status, made) = await clerk.Submit(Url, Url, fields);
        status.ShouldBe(HttpStatusCode.OK);
        made.ShouldContain("whsec_");
        (await clerk.Submit(Url, Url, fields)).Page.ShouldContain("its secret is not shown a second time");
        await app.Register("4001");
        await app.Has(id, "delivered", 1);

        (await clerk.Page(Url)).ShouldContain("Order registered");
        var one = await clerk.Page($"{Url}/{id}");
        one.ShouldContain("href=\"/dashboard/default/orders/4001\"");
        one.ShouldContain("200 OK");
        one.ShouldContain("answered 200");
        one.ShouldNotContain("whsec_");
        receiver.Taken.Count.ShouldBe(1);
        await app.End(id);
    }

    [Theory]
    [InlineData("url", "ftp://erp.example", "url takes an address such as")]
    [InlineData("url", "http://me:secret@erp.example", "url holds a user or a password")]
    [InlineData("type", "order.eaten", "types takes a list of")]
    [InlineData("status", "eaten", "statuses takes a list of")]
    [InlineData("phase", "eaten", "phases takes a list of")]
    [InlineData("since", "yesterday", "since takes a time")]
    public async Task Refuse_what_the_API_refuses_and_keep_what_was_filled_in(string name, string value, string said)
    {
        using var clerk = await Clerk.SignedIn(app);
        var known = new Dictionary<string, string> { ["url"] = "https://erp.example/x", ["type"] = "order.registered", ["description"] = "my ERP" };
        known[name] = value;
        known["id"] = ToldApp.Hidden(await clerk.Page(Url), "id");

        var (status, page) = await clerk.Submit(Url, Url, [.. known.Select(f => (f.Key, f.Value))]);

        status.ShouldBe(HttpStatusCode.BadRequest);
        page.ShouldContain("Nothing was added. " + said);
        page.ShouldContain("value=\"my ERP\"");
    }

    [Fact]
    public async Task Change_one_and_a_name_that_is_taken_away_is_gone()
    {
        var id = await app.Subscribe("https://erp.example/hooks", "Old name");
        using var clerk = await Clerk.SignedIn(app);

        var (_, page) = await clerk.Submit($"{Url}/{id}", $"{Url}/{id}", ("url", "https://other.example/hooks"), ("description", ""),
            ("type", "order.status_changed"), ("status", "completed"), ("phase", "in_progress"), ("details", "yes"));

        page.ShouldContain("The webhook was changed.");
        page.ShouldContain("Status changed; only orders that are then completed, and in progress");
        var now = await app.Subscription(id);
        ((string?)now["url"], (string?)now["description"], (bool)now["details"]!).ShouldBe(("https://other.example/hooks", null, true));
        var (status, refused) = await clerk.Submit($"{Url}/{id}", $"{Url}/{id}", ("url", "nowhere"), ("type", "order.status_changed"));
        (status, refused.Contains("Nothing was changed. url takes", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.BadRequest, true));
        await app.End(id);
    }

    [Fact]
    public async Task Switch_one_off_and_on_make_a_new_secret_and_remove_it()
    {
        var id = await app.Subscribe("https://erp.example/hooks", "ERP");
        using var clerk = await Clerk.SignedIn(app);

        (await Done("active", ("active", "no"))).ShouldContain("It is off");
        ((bool)(await app.Subscription(id))["active"]!).ShouldBeFalse();
        (await clerk.Page(Url)).ShouldContain("It was switched off by hand.");
        (await Done("active", ("active", "yes"))).ShouldContain("It is on");
        ((bool)(await app.Subscription(id))["active"]!).ShouldBeTrue();
        var secret = await Done("secret");
        secret.ShouldContain("whsec_");
        secret.ShouldContain("The secret before it signs, too, until");
        (await clerk.Page($"{Url}/{id}/secret")).ShouldNotContain("whsec_");
        (await Done("remove")).ShouldContain("The webhook ERP is removed");
        using var gone = await clerk.Get($"{Url}/{id}");
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        async Task<string> Done(string act, params (string, string)[] fields) =>
            (await clerk.Submit($"{Url}/{id}", $"{Url}/{id}/{act}", fields)).Page;
    }

    [Fact]
    public async Task Show_what_a_test_message_was_answered()
    {
        await using var receiver = await Receiver.Start();
        var id = await app.Subscribe(receiver.Url, "ERP");
        using var clerk = await Clerk.SignedIn(app);

        (await clerk.Submit($"{Url}/{id}", $"{Url}/{id}/test")).Page.ShouldContain("It was answered 200 OK");
        receiver.Answers = _ => Task.FromResult(503);
        var (_, failed) = await clerk.Submit($"{Url}/{id}", $"{Url}/{id}/test");
        failed.ShouldContain("did not arrive");
        failed.ShouldContain("answered 503</pre>");
        await app.End(id);
    }

    [Fact]
    public async Task Send_one_message_again_with_its_id_and_show_the_log_by_state_and_page()
    {
        await using var receiver = await Receiver.Start();
        var id = await app.Subscribe(receiver.Url, "ERP");
        await app.Register("4101");
        await app.Register("4102");
        await app.Has(id, "delivered", 2);
        using var clerk = await Clerk.SignedIn(app);
        var log = await clerk.Page($"{Url}/{id}?state=delivered&limit=1");
        log.ShouldContain(">4102</a>");
        log.ShouldNotContain(">4101</a>");
        var older = await clerk.Page($"{Url}/{id}?state=delivered&before={ToldApp.Next(log)}");
        older.ShouldContain(">4101</a>");
        older.ShouldNotContain(">4102</a>");
        (await clerk.Page($"{Url}/{id}?state=waiting")).ShouldContain("There is none.");

        var (_, again) = await clerk.Submit($"{Url}/{id}?state=delivered", $"{Url}/{id}/again", ("delivery", ToldApp.Hidden(older, "delivery")));
        again.ShouldContain("The message is sent again");
        await Condition.Holds(() => receiver.Taken.Count == 3, TimeSpan.FromSeconds(30), () => "It was not sent again.");

        receiver.Taken.Count(m => m.Id == receiver.Taken[2].Id).ShouldBe(2);
        using var wrong = await clerk.Get($"{Url}/{id}?state=eaten");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await app.End(id);
    }

    [Fact]
    public async Task Are_for_admins_of_the_store_and_take_forms_of_their_own_only()
    {
        var id = await app.Subscribe("https://erp.example/hooks", "ERP");
        using var admin = await Clerk.SignedIn(app);
        using var forged = await admin.PostForged($"{Url}/{id}/remove");
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await admin.Page("/dashboard/default")).ShouldContain("href=\"/dashboard/default/settings\"");

        using var other = await Clerk.SignedIn(app, await app.NewStore("elsewhere", "vici"));
        using var theirs = await other.Get($"/dashboard/elsewhere/settings/webhooks/{id}");
        theirs.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var clerk = await Clerk.SignedIn(app, await app.Key("operator", [Scope.Read, Scope.Push]));
        (await clerk.Page("/dashboard/default")).ShouldNotContain("/dashboard/default/settings");
        foreach (var path in new[] { Url, $"{Url}/{id}" })
        {
            using var shown = await clerk.Get(path);
            shown.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
        foreach (var path in new[] { "", $"/{id}", $"/{id}/active", $"/{id}/again", $"/{id}/remove", $"/{id}/test", $"/{id}/secret" })
            (await clerk.Submit("/dashboard/default", Url + path)).Status.ShouldBe(HttpStatusCode.Forbidden, path);
        await app.End(id);
    }
}
