using System.Text.RegularExpressions;

namespace OrderLedger.Tests.Dashboard;

public class BulkUndos(SocketApp app) : IClassFixture<SocketApp>
{
    private const string Orders = "/dashboard/default/orders";

    [Fact]
    public async Task A_change_of_many_is_undone_by_new_events_with_the_reason_undone()
    {
        var (clerk, page) = await Changed("11", "12");
        using var _ = clerk;
        page.ShouldContain("Undo these 2");

        var undone = await Undo(clerk, page);

        undone.ShouldContain("2 set back to the status before, 0 left alone, 0 refused.");
        foreach (var order in new[] { "11", "12" })
        {
            ((string)(await app.Get($"/api/orders/{order}"))["status"]!).ShouldBe("processing");
            var history = (await app.Get($"/api/orders/{order}/history")).ToJsonString();
            history.ShouldContain("\"undone\"");
            history.ShouldContain("bulk:");
            history.ShouldContain("undo:");
        }
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_undone_once()
    {
        var (clerk, page) = await Changed("21", "22");
        using var _ = clerk;
        await Undo(clerk, page);
        using var again = await app.Patch("21", """{"status":"completed"}""");

        var undone = await Undo(clerk, page);

        undone.ShouldContain("0 set back to the status before, 2 left alone");
        undone.ShouldContain("was set to completed again since");
        undone.ShouldContain("is processing again already");
        ((string)(await app.Get("/api/orders/21"))["status"]!).ShouldBe("completed");
    }

    [Fact]
    public async Task An_order_that_went_on_is_named_and_left_alone()
    {
        var (clerk, page) = await Changed("31", "32", "33");
        using var _ = clerk;
        using var moved = await app.Patch("31", """{"status":"refunded"}""");
        await app.Register("32", "completed", "9.00");

        var undone = await Undo(clerk, page);

        undone.ShouldContain("2 set back to the status before, 1 left alone");
        undone.ShouldContain("is refunded now, no longer completed");
        ((string)(await app.Get("/api/orders/31"))["status"]!).ShouldBe("refunded");
        ((string)(await app.Get("/api/orders/32"))["status"]!).ShouldBe("processing", "another change of it is none of its status");
    }

    [Fact]
    public async Task It_is_undone_on_another_server_too()
    {
        var (clerk, page) = await Changed("41", "42");
        clerk.Dispose();
        await using var other = app.With(_ => { });
        other.UseKestrel();
        other.StartServer();
        using var client = other.CreateClient();
        using var colleague = await Clerk.SignedIn(client.BaseAddress!);

        (await Undo(colleague, page)).ShouldContain("2 set back to the status before");
    }

    [Theory]
    [InlineData("1:51", "There is no such change to undo.")]
    [InlineData("2:51", "There is no such change to undo.")]
    [InlineData("2:nobody", "There is no such change to undo.")]
    public async Task Only_what_a_change_of_many_did_is_undone(string change, string why)
    {
        await app.Register("51", "processing");
        using var pushed = await app.Patch("51", """{"status":"completed"}""");
        using var clerk = await Clerk.SignedIn(app);

        var (_, undone) = await clerk.Submit(Orders, $"{Orders}/bulk/undo", ("bulk", $"{Guid.NewGuid()}"), ("change", change));

        undone.ShouldContain(why);
        ((string)(await app.Get("/api/orders/51"))["status"]!).ShouldBe("completed");
    }

    [Fact]
    public async Task A_store_whose_rules_let_no_order_go_back_offers_no_undo()
    {
        var key = await app.NewStore("strict-undo", policy: Policy.Strict);
        (await app.Send(HttpMethod.Post, "/api/orders", """{"id":"61","status":"processing"}""", key)).EnsureSuccessStatusCode();
        using var clerk = await Clerk.SignedIn(app, key);
        const string orders = "/dashboard/strict-undo/orders";

        var (_, page) = await clerk.Submit(orders, $"{orders}/bulk", ("order", "61"), ("status", "completed"));

        page.ShouldContain("1 changed");
        page.ShouldNotContain("/bulk/undo");
        page.ShouldContain("1 cannot be undone: the rules of this shop let no order go back that way.");
    }

    private async Task<(Clerk Clerk, string Page)> Changed(params string[] orders)
    {
        foreach (var order in orders)
            await app.Register(order, "processing");
        var clerk = await Clerk.SignedIn(app);
        var (_, page) = await clerk.Submit(Orders, $"{Orders}/bulk",
            [.. orders.Select(o => ("order", o)), ("status", "completed"), ("once", $"{Guid.NewGuid()}")]);
        return (clerk, page);
    }

    private static async Task<string> Undo(Clerk clerk, string page)
    {
        var fields = Regex.Matches(page[page.IndexOf("/bulk/undo", StringComparison.Ordinal)..], "name=\"(bulk|change|back)\" value=\"([^\"]*)\"")
            .Select(m => (m.Groups[1].Value, m.Groups[2].Value));
        return (await clerk.Submit(Orders, $"{Orders}/bulk/undo", [.. fields])).Page;
    }
}
