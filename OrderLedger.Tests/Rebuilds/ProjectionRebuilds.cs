using Npgsql;
using OrderLedger.Api.Access;
using OrderLedger.Tests.Dashboard;

namespace OrderLedger.Tests.Rebuilds;

public sealed class ProjectionRebuilds : IAsyncLifetime
{
    private const string Path = "/api/projections";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly SocketApp app = new();

    public async Task InitializeAsync()
    {
        await app.InitializeAsync();
        await app.Register("1", "processing", "12.50");
        await app.Register("2");
    }

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Are_asked_for_watched_and_listed()
    {
        using var asked = await app.Send(HttpMethod.Post, $"{Path}/all/rebuild");

        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted, await asked.Text());
        var id = (string)(await asked.Json())["id"]!;
        asked.Header("Location").ShouldBe($"{Path}/rebuilds/{id}");
        var ended = await Ended(asked.Header("Location")!);
        ended["state"]!.GetValue<string>().ShouldBe("done");
        (string.Join(',', ended["projections"]!.AsArray()), (string?)ended["store"], (string)ended["actor"]!, (double)ended["percent"]!,
            (long)ended["done"]!)
            .ShouldBe(("orders,kpi,visits", null, "bootstrap", 100, 2));
        ended["duration_s"]!.GetValue<double>().ShouldBeGreaterThan(0);
        ((string)(await app.Get($"{Path}/rebuilds"))["rebuilds"]![0]!["id"]!).ShouldBe(id);
        var projections = (await app.Get(Path))["projections"]!.AsArray();
        projections.Select(p => $"{p!["name"]} {p["state"]} {p["position"]} {p["lag"]} {p["last_rebuild"]!["id"]} {p["rebuild"] is null}")
            .ShouldBe([$"orders current 4 0 {id} True", $"kpi current 4 0 {id} True", $"visits current 4 0 {id} True"]);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Are_one_at_a_time_and_can_be_cancelled()
    {
        await using var elsewhere = await app.HoldRebuilds();
        using var asked = await app.Send(HttpMethod.Post, $"{Path}/kpi/rebuild", "{}");
        var id = (string)(await asked.Json())["id"]!;

        using var second = await app.Send(HttpMethod.Post, $"{Path}/orders/rebuild");
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var why = await second.Json();
        ((string)why["id"]!, (string)why["state"]!, (string)why["error"]!).ShouldBe(
            (id, "waiting", $"A rebuild is under way: {id} is waiting. Wait for it or cancel it."));
        (await app.Get(Path))["projections"]!.AsArray().Select(p => $"{p!["name"]} {p["state"]} {p["rebuild"]?["id"]}")
            .ShouldBe(["orders current ", $"kpi rebuilding {id}", "visits current "]);

        using var cancelled = await app.Send(HttpMethod.Post, $"{Path}/rebuilds/{id}/cancel");
        cancelled.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await elsewhere.DisposeAsync();
        ((string)(await Ended($"{Path}/rebuilds/{id}"))["state"]!).ShouldBe("cancelled");
        using var again = await app.Send(HttpMethod.Post, $"{Path}/rebuilds/{id}/cancel");
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        ((string)(await again.Json())["error"]!).ShouldBe("This rebuild has ended already: it is cancelled.");
    }

    [Theory]
    [InlineData("POST", Path + "/nonsense/rebuild", null, 404, "There is no projection of this name. Known: orders, kpi, visits, all.")]
    [InlineData("POST", Path + "/kpi/rebuild", """{"store":"default"}""", 400, "This route takes no body. Send none.")]
    [InlineData("POST", Path + "/kpi/rebuild?store=x", null, 400, "Unknown parameter: store. Known: none.")]
    [InlineData("GET", Path + "?state=current", null, 400, "Unknown parameter: state. Known: none.")]
    [InlineData("GET", Path + "/rebuilds?limit=1", null, 400, "Unknown parameter: limit. Known: none.")]
    [InlineData("GET", Path + "/rebuilds/7", null, 404, "There is no such rebuild.")]
    [InlineData("POST", Path + "/rebuilds/0198c0de-0000-7000-8000-000000000000/cancel", null, 404, "There is no such rebuild.")]
    public async Task Asked_for_wrongly_are_refused_in_a_sentence(string method, string path, string? body, int status, string error)
    {
        using var refused = await app.Send(new(method), path, body);

        ((int)refused.StatusCode, (string)(await refused.Json())["error"]!).ShouldBe((status, error));
        (await app.Ask<long>("select count(*) from ledger.ol_rebuild")).ShouldBe(0);
    }

    [Fact]
    public async Task Are_asked_for_and_cancelled_by_a_key_of_scope_admin_only()
    {
        var store = new Store("default", "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc);
        await app.NewKey(Keys.ToStore("a-key-that-reads-and-pushes", store, "clerk", [Scope.Read, Scope.Push], app.Secrets));

        using var asked = await app.Send(HttpMethod.Post, $"{Path}/kpi/rebuild", key: "a-key-that-reads-and-pushes");
        using var cancelled = await app.Send(HttpMethod.Post, $"{Path}/rebuilds/7/cancel", key: "a-key-that-reads-and-pushes");
        using var looked = await app.Send(HttpMethod.Get, Path, key: "a-key-that-reads-and-pushes");

        (asked.StatusCode, cancelled.StatusCode, looked.StatusCode)
            .ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK));
    }

    [Fact]
    public async Task Of_one_store_are_nothing_to_another()
    {
        var key = await app.NewStore("other");
        await using var elsewhere = await app.HoldRebuilds();
        using var asked = await app.Send(HttpMethod.Post, $"{Path}/kpi/rebuild");
        var rebuild = await asked.Json();
        ((string)rebuild["store"]!).ShouldBe("default");

        using var one = await app.Send(HttpMethod.Get, $"{Path}/rebuilds/{rebuild["id"]}", key: key);
        using var cancelled = await app.Send(HttpMethod.Post, $"{Path}/rebuilds/{rebuild["id"]}/cancel", key: key);
        using var second = await app.Send(HttpMethod.Post, $"{Path}/kpi/rebuild", key: key);

        (one.StatusCode, cancelled.StatusCode, second.StatusCode)
            .ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Conflict));
        (await second.Text()).ShouldNotContain((string)rebuild["id"]!);
        (await app.Get($"{Path}/rebuilds", key))["rebuilds"]!.AsArray().ShouldBeEmpty();
        (await app.Get(Path, key))["projections"]!.AsArray().Select(p => (string)p!["state"]!).ShouldAllBe(s => s == "current");
    }

    [Fact]
    public async Task Of_all_stores_are_ended_by_none_of_several()
    {
        await using var elsewhere = await app.HoldRebuilds();
        using var asked = await app.Send(HttpMethod.Post, $"{Path}/kpi/rebuild");
        var rebuild = await asked.Json();
        rebuild["store"].ShouldBeNull();
        using var clerk = await Clerk.SignedIn(app);
        (await clerk.Page("/dashboard/default/settings/data")).ShouldContain("Cancel the rebuild");
        var key = await app.NewStore("other");

        using var cancelled = await app.Send(HttpMethod.Post, $"{Path}/rebuilds/{rebuild["id"]}/cancel", key: key);
        using var second = await app.Send(HttpMethod.Post, $"{Path}/kpi/rebuild", key: key);
        var page = await clerk.Page("/dashboard/default/settings/data");
        var (status, answer) =
            await clerk.Submit("/dashboard/default/settings/data", $"/dashboard/default/settings/data/rebuilds/{rebuild["id"]}/cancel");

        const string why = "This rebuild is of all stores, so no one store ends it: run `rebuild --cancel` on the server.";
        (cancelled.StatusCode, (string)(await cancelled.Json())["error"]!).ShouldBe((HttpStatusCode.Forbidden, why));
        ((string)(await second.Json())["error"]!).ShouldEndWith("is waiting. Wait for it.");
        (status, page.Contains("Cancel the rebuild", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Forbidden, false));
        answer.ShouldContain(why);
        (await app.Ask<bool>("select cancel from ledger.ol_rebuild")).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_what_an_older_build_made_are_not_for_one_store_of_several()
    {
        await app.NewStore("other");
        await app.Sql.Run("update ledger.ol_projection set version = 1 where name = 'kpi'");

        using var refused = await app.Send(HttpMethod.Post, $"{Path}/all/rebuild");

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await app.Get(Path))["projections"]!.AsArray().Select(p => $"{p!["name"]} {p["version"]} {p["state"]}")
            .ShouldBe(["orders 2 current", "kpi 1 outdated", "visits 2 current"]);
    }

    private async Task<JsonObject> Ended(string path)
    {
        var now = new JsonObject();
        await Condition.Holds(async () => (now = await app.Get(path))["ended_at"] is not null, Bound, () => $"It has not ended: {now}");
        return now;
    }
}

file static class Statements
{
    public static async Task Run(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
