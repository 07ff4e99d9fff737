using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderLedger.Api.Ledger.Schema;

namespace OrderLedger.Tests.Ledger.Upgrading;

/// <summary>A database that OrderLedger 0.1.0 filled (before/README.md tells with what), brought to this build by migrate.</summary>
public sealed class ALedgerOfTheBuildBefore : IAsyncLifetime
{
    private static readonly string Before = Path.Combine(AppContext.BaseDirectory, "Ledger", "Upgrading", "before");
    private static readonly JsonNode Keys = JsonNode.Parse(File.ReadAllText(Path.Combine(Before, "keys.json")))!;

    private readonly string folder = Directory.CreateTempSubdirectory("orderledger-upgraded-").FullName;
    private string connectionString = "";
    private NpgsqlDataSource sql = null!;

    private string Proof => Path.Combine(folder, "proof");

    public async Task InitializeAsync()
    {
        connectionString = await TestServer.NewDatabase();
        await TestServer.Execute(connectionString, "drop schema ledger cascade; drop schema report cascade");
        await TestServer.Execute(connectionString, await File.ReadAllTextAsync(Path.Combine(Before, "ledger.dump")));
        sql = Database.Connect(connectionString);
        foreach (var file in Directory.GetFiles(Path.Combine(Before, "proof"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Proof, Path.GetRelativePath(Path.Combine(Before, "proof"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        await LedgerSchema.Migrate(sql, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await sql.DisposeAsync();
        await TestServer.Drop(connectionString);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Is_upgraded_once_and_is_then_as_marten_wants_it()
    {
        (await LedgerSchema.Migrate(sql, CancellationToken.None)).ShouldBeEmpty();

        await LedgerSchema.AssertMarten(sql, CancellationToken.None);
        (await sql.Query(r =>
            r.GetInt64(0),
            "select count(*) from generate_series(1, (select max(seq_id) from ledger.ol_leaf)) as place where not exists (select from ledger.mt_events where seq_id = place)",
            CancellationToken.None)).ShouldBe([0L], "the actions fill the places that were holes");
    }

    [Fact]
    public async Task Is_what_its_events_its_leaves_and_its_signed_checkpoints_say()
    {
        var stores = (await new StoreTable(sql).All(CancellationToken.None)).ToDictionary(s => s.Store.Name, s => s.Store);

        var verified = await new Verify(sql, Proof).Run(stores, null, CancellationToken.None);

        verified.Faults.ShouldBeEmpty();
        verified.Proof.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("01a219d1-f6e9-7363-8b46-62cc758f8845", "111")]
    [InlineData("01a219d1-f7a9-7d6e-b5d8-5f18cbbed55b", "01k76xt7z87katy392s6w335b3")]
    [InlineData("01a219d1-f865-74eb-ba48-7203ff4f37d6", "5")]
    [InlineData("01a219d1-f7c7-79da-a2fd-903e7b16d534", null)]
    [InlineData("01a219d2-1417-720e-9e1c-b4a1df14b2d2", null)]
    [InlineData("01a219d2-141a-7ade-a782-95e591f7cfe2", null)]
    public async Task Knows_of_a_refused_push_which_order_it_is_about_where_that_can_be_told(string push, string? order) =>
        (await sql.Query(r => r.IsDBNull(0) ? null : r.GetString(0),
            $"select order_id from ledger.ol_rejected_push where id = '{push}'", CancellationToken.None)).ShouldBe([order]);

    [Fact]
    public async Task Answers_as_it_did_and_takes_the_next_push()
    {
        var made = new SocketApp();
        await using var app = made.With(host =>
        {
            host.UseSetting("ConnectionStrings:Ledger", connectionString);
            host.UseSetting("OrderLedger:DataDirectory", folder);
            host.UseSetting("OrderLedger:SecretKey", Keys["secret_key"]!.GetValue<string>());
        });
        app.UseKestrel();
        app.StartServer();
        using var client = new HttpClient();
        client.BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

        var differences = new List<string>();
        foreach (var (store, answers) in JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Before, "expected.json")))!.AsObject())
            foreach (var (path, expected) in answers!.AsObject())
                if (await Said(client, store, path) is var said && !JsonNode.DeepEquals(WithoutNow(expected!["body"]), WithoutNow(said)))
                    differences.Add($"{store} {path}\n  was {expected["body"]?.ToJsonString()}\n  is  {said?.ToJsonString()}");

        differences.ShouldBeEmpty();
        using var push = new HttpRequestMessage(HttpMethod.Patch, "/api/orders/2539/status") { Content = new StringContent("""{"order_status":"failed"}""") };
        push.Content.Headers.ContentType = new("application/json");
        push.Headers.Add("x-api-key", Keys["keys"]!["default"]!.GetValue<string>());
        using var answer = await client.SendAsync(push);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        (await app.Services.GetRequiredService<Verify>().Run(
            (await new StoreTable(sql).All(CancellationToken.None))
                .ToDictionary(s => s.Store.Name, s => s.Store), null, CancellationToken.None)).Faults.ShouldBeEmpty();
    }

    private static async Task<JsonNode?> Said(HttpClient client, string store, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("x-api-key", Keys["keys"]![store]!.GetValue<string>());
        using var response = await client.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync());
    }

    // Without what depends on the time of asking and without members that say nothing, some of which are new, and with numbers as the
    // tool that kept the answers wrote them: as doubles.
    private static JsonNode? WithoutNow(JsonNode? body)
    {
        var copy = body?.DeepClone();
        Strip(copy);
        return copy;
    }

    private static double? AsDouble(JsonNode? node) =>
        node?.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? double.Parse(node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)
            : null;

    // Members that no answer had then.
    private static readonly string[] New = ["refunded_by_refund_day", "refunds_by_day", "tags"];

    private static void Strip(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            foreach (var name in (string[])["overdue", "ageing", "rejected", "definition", .. New])
                json.Remove(name);
            foreach (var (name, member) in json.ToList())
                if (member is null)
                    json.Remove(name);
                else if (AsDouble(member) is { } number)
                    json[name] = number;
                else
                    Strip(member);
        }
        else if (node is JsonArray list)
            for (var i = 0; i < list.Count; i++)
                if (AsDouble(list[i]) is { } number)
                    list[i] = number;
                else
                    Strip(list[i]);
    }
}
