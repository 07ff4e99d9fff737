using System.Globalization;

namespace OrderLedger.Tests.Orders;

public class PastOrders(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Are_shown_at_each_version_as_they_were_shown_then()
    {
        var then = await Grown("1");

        for (var version = 1; version <= then.Count; version++)
        {
            using var past = await app.Send(HttpMethod.Get, $"/api/orders/1?version={version}");
            past.StatusCode.ShouldBe(HttpStatusCode.OK);
            past.Header("ETag").ShouldBeNull();
            (await past.Text()).ShouldBe(then[version - 1]);
        }
    }

    [Fact]
    public async Task Are_shown_as_of_a_moment_by_the_time_of_recording()
    {
        var then = await Grown("2");
        var times = (await app.Get("/api/orders/2/history"))["events"]!.AsArray().Reverse().Select(e => (DateTimeOffset)e!["recorded_at"]!)
            .ToList();

        for (var i = 0; i < then.Count; i++)
        {
            (await AsOf("2", times[i])).ShouldBe(then[i]);
            if (i > 0)
                (await AsOf("2", times[i].AddMicroseconds(-1))).ShouldBe(then[i - 1]);
        }
        (await AsOf("2", times[^1].AddMinutes(1))).ShouldBe(then[^1]);
    }

    [Fact]
    public async Task Are_shown_as_of_today()
    {
        var then = await Grown("3");
        using var today = await app.Send(HttpMethod.Get, $"/api/orders/3?as_of={DateTime.UtcNow:yyyy-MM-dd}");
        (await today.Text()).ShouldBe(then[^1]);
        today.Header("ETag").ShouldBeNull();
    }

    [Fact]
    public async Task Are_not_found_before_they_were_known()
    {
        await app.Register("4");

        using var response = await app.Send(HttpMethod.Get, "/api/orders/4?as_of=2020-01-01");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var problem = await response.Json();
        ((string)problem["error"]!).ShouldStartWith("The order was not known yet: it was registered at ");
        ((string)problem["registered_at"]!).ShouldBe((string)(await app.Get("/api/orders/4/history"))["events"]![0]!["recorded_at"]!);
    }

    [Theory]
    [InlineData("version=3", "The order has versions 1 to 1.")]
    [InlineData("version=0", "version takes a number from 1.")]
    [InlineData("version=x", "version takes a number from 1.")]
    [InlineData("version=99999999999999999999", "version takes a number from 1.")]
    [InlineData("as_of=yesterday", "as_of takes a day or a time in ISO 8601, e.g. 2026-01-31 (in a URL a + is written %2B).")]
    [InlineData("as_of=2199-01-01", "as_of lies in the future.")]
    [InlineData("as_of=2020-01-01&version=1", "Give as_of or version, not both.")]
    [InlineData("at=2020-01-01", "Unknown parameter: at. Known: as_of, version.")]
    public async Task Asked_for_wrongly_are_refused_in_a_sentence(string query, string error)
    {
        await app.Register("5");
        using var refused = await app.Send(HttpMethod.Get, $"/api/orders/5?{query}");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await refused.Json())["error"]!).ShouldBe(error);
    }

    [Fact]
    public async Task Differ_in_the_members_that_a_diff_names()
    {
        await Grown("6");

        var diff = await app.Get("/api/orders/6/diff?from=1");
        var step = await app.Get("/api/orders/6/diff?from=2&to=3");
        var none = await app.Get("/api/orders/6/diff?from=2&to=2");

        Changes(diff).ShouldBe(["status: \"pending\" > \"refunded\"", "phase: \"open\" > \"refunded\"", "total: null > 12.50",
            "status_since", "details.customer: null > {\"name\":\"Ada\"}"]);
        Changes(step).ShouldBe(["total: null > 12.50", "details.customer: null > {\"name\":\"Ada\"}"]);
        ((long)step["from"]!["version"]!, (long)step["to"]!["version"]!).ShouldBe((2, 3));
        step["events"]!.AsArray().Select(e => $"{e!["version"]} {e["type"]}").ShouldBe(["3 order_details_changed"]);
        (diff["events"]!.AsArray().Count, (long)diff["events_left_out"]!).ShouldBe((3, 0));
        (none["changes"]!.AsArray().Count, none["events"]!.AsArray().Count).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("", "from and to take versions, numbers from 1; from is required, to is the latest unless given.")]
    [InlineData("from=0", "from and to take versions, numbers from 1; from is required, to is the latest unless given.")]
    [InlineData("from=1&to=x", "from and to take versions, numbers from 1; from is required, to is the latest unless given.")]
    [InlineData("from=2&to=1", "from must not be after to.")]
    [InlineData("from=1&to=2", "The order has versions 1 to 1.")]
    [InlineData("from=2", "The order has versions 1 to 1.")]
    [InlineData("since=1", "Unknown parameter: since. Known: from, to.")]
    public async Task Compared_wrongly_are_refused_in_a_sentence(string query, string error)
    {
        await app.Register("7");
        using var refused = await app.Send(HttpMethod.Get, $"/api/orders/7/diff?{query}");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await refused.Json())["error"]!).ShouldBe(error);
    }

    // The order as it was shown after each of its events.
    private async Task<List<string>> Grown(string id)
    {
        var shown = new List<string>();
        await app.Register(id);
        shown.Add(await Now(id));
        (await app.Patch(id, """{"order_status":"completed"}""")).Dispose();
        shown.Add(await Now(id));
        using var details = await app.Send(HttpMethod.Post, "/api/orders", $$$"""{"id":"{{{id}}}","status":"completed","total":"12.50","customer":{"name":"Ada"}}""");
        details.EnsureSuccessStatusCode();
        shown.Add(await Now(id));
        (await app.Patch(id, """{"order_status":"refunded"}""")).Dispose();
        shown.Add(await Now(id));
        return shown;
    }

    private async Task<string> Now(string id)
    {
        using var response = await app.Send(HttpMethod.Get, $"/api/orders/{id}");
        return await response.Text();
    }

    private async Task<string> AsOf(string id, DateTimeOffset moment)
    {
        using var response = await app.Send(HttpMethod.Get,
            $"/api/orders/{id}?as_of={moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)}");
        return await response.Text();
    }

    private static IEnumerable<string> Changes(JsonObject diff) =>
        diff["changes"]!.AsArray().Select(c => (string)c!["member"]! == "status_since"
        ? "status_since" : $"{c["member"]}: {c["from"]?.ToJsonString() ?? "null"} > {c["to"]?.ToJsonString() ?? "null"}");
}
