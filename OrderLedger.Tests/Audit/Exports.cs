using System.IO.Compression;
using System.Text;
using OrderLedger.Api.Access;
using OrderLedger.Tests.Ledger.Exporting;

namespace OrderLedger.Tests.Audit;

public class Exports(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task A_store_gets_its_own_events_and_what_proves_them()
    {
        var key = await app.NewStore("neighbour");
        using var theirs = await app.Send(HttpMethod.Post, "/api/orders", """{"id":"1","status":"pending"}""", key);
        await app.Register("1");

        var file = await app.VerifyExport();

        file.ShouldNotContain("\"tenant\":\"neighbour\"");
        file.ShouldContain("\"tenant\":\"default\",\"stream\":\"1\"");
        file.ShouldContain("{\"skipped\":");
    }

    [Fact]
    public async Task What_was_cut_off_is_continued_behind_a_seq()
    {
        await app.Register("2");
        await app.Register("3");
        var lines = (await Text("/api/audit/export?format=ndjson")).TrimEnd().Split('\n');
        var seq = (long)JsonNode.Parse(lines[^3])!["seq"]!;

        // Behind the last event the taking of each export is recorded.
        foreach (var checkpoint in (string[])["", "&checkpoint=0"])
        {
            var rest = (await Text($"/api/audit/export?format=ndjson&after={seq}{checkpoint}")).TrimEnd().Split('\n');
            rest[0].ShouldBe(lines[^2]);
            rest[1].ShouldContain("\"type\":\"export_taken\"");
        }
    }

    [Fact]
    public async Task An_order_whose_personal_data_was_erased_proves_itself()
    {
        using var made = await app.Send(HttpMethod.Post, "/api/orders", """{"id":"5","status":"pending","customer":{"name":"Augusta"}}""");
        using var erased = await app.Send(HttpMethod.Post, "/api/orders/5/erase", "{}");
        erased.IsSuccessStatusCode.ShouldBeTrue(await erased.Text());

        var file = await app.VerifyExport();

        file.ShouldContain("\"type\":\"personal_data_erased\"");
        file.ShouldNotContain("Augusta");
    }

    [Fact]
    public async Task It_comes_compressed_when_asked()
    {
        await app.Register("4");
        using var response = await app.Send(HttpMethod.Get, "/api/audit/export?format=csv&gzip=true");

        response.Header("Content-Type").ShouldBe("application/gzip");
        await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var text = new StreamReader(plain, Encoding.UTF8);
        (await Text("/api/audit/export?format=csv")).ShouldStartWith(await text.ReadToEndAsync());
    }

    [Fact]
    public async Task Only_an_administrator_gets_it()
    {
        await app.NewKey(Keys.ToStore("a-key-that-only-reads", (await app.DefaultStore()), "reader", [Scope.Read], app.Secrets));

        using var response = await app.Send(HttpMethod.Get, "/api/audit/export?format=csv", key: "a-key-that-only-reads");

        ((int)response.StatusCode).ShouldBe(403);
    }

    [Theory]
    [InlineData("", "format takes ndjson or csv.")]
    [InlineData("format=xml", "format takes ndjson or csv.")]
    [InlineData("format=csv&from=yesterday", "from and to take")]
    [InlineData("format=csv&to=2026-13-01", "from and to take")]
    [InlineData("format=csv&after=x", "after takes a seq")]
    [InlineData("format=csv&checkpoint=1", "checkpoint goes with after")]
    [InlineData("format=csv&gzip=please", "gzip takes true or false.")]
    [InlineData("format=csv&store=other", "Unknown parameter: store")]
    public async Task What_cannot_be_read_is_refused(string query, string error)
    {
        using var response = await app.Send(HttpMethod.Get, $"/api/audit/export?{query}");

        ((int)response.StatusCode).ShouldBe(400);
        ((string)(await response.Json())["error"]!).ShouldStartWith(error);
    }

    private async Task<string> Text(string path)
    {
        using var response = await app.Send(HttpMethod.Get, path);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }
}

/// <summary>An export as a store's administrator gets it.</summary>
internal static class AppExports
{
    public static async Task<OrderLedger.Domain.Store> DefaultStore(this LedgerApp app) =>
        (await new OrderLedger.Api.Ledger.StoreTable(app.Sql).All(CancellationToken.None))
        .Single(s => s.Store.Name == "default").Store;

    /// <summary>Gets the file, a checkpoint and the key through the routes and lets both programs verify it.</summary>
    public static async Task<string> VerifyExport(this LedgerApp app)
    {
        var folder = Directory.CreateTempSubdirectory("orderledger-export-").FullName;
        try
        {
            using var made = await app.Send(HttpMethod.Post, "/api/checkpoints", "{}");
            made.EnsureSuccessStatusCode();
            foreach (var (name, path) in new[]
                { ("note", "/api/checkpoints/latest"), ("key", "/.well-known/orderledger-checkpoint-key"),
                    ("file", "/api/audit/export?format=ndjson") })
            {
                using var got = await app.Send(HttpMethod.Get, path);
                got.EnsureSuccessStatusCode();
                await File.WriteAllBytesAsync(Path.Combine(folder, name), await got.Content.ReadAsByteArrayAsync());
            }
            (await Verifiers.Agree(Path.Combine(folder, "file"), folder, anchor: null)).ShouldBeEmpty();
            return await File.ReadAllTextAsync(Path.Combine(folder, "file"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
