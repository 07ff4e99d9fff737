using System.Diagnostics;
using System.Net.Http.Json;
using Npgsql;
using OrderLedger.Api.LocalPostgres;
using OrderLedger.Api.Ledger.Rebuilding;
using OrderLedger.Tests.Ledger.Rebuilding;

namespace OrderLedger.Tests.Faults;

[Collection(FaultTests.Name)]
public class AKilledRebuild
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(RebuildState.Copying)]
    [InlineData(RebuildState.Indexing)]
    [InlineData(RebuildState.CatchingUp)]
    [InlineData(RebuildState.Swapping)]
    public async Task Goes_on_where_it_was_and_leaves_nothing_behind(string state)
    {
        var connectionString = await TestServer.NewDatabase();
        await using (var database = NpgsqlDataSource.Create(connectionString + ";Pooling=false"))
        await using (var server = new ServerProcess(connectionString))
        {
            await server.Start();
            using var client = server.NewClient();
            await Orders(client, database);
            await using var step =
                await (state is RebuildState.CatchingUp ? Holds.State(database, RebuildState.Swapping) : Holds.Part(database, 40_000));
            await using var blocked = await Holds.Nothing(database);
            var id = await Ask(client);
            await step.Reached(database);
            if (state == RebuildState.Indexing)
                await blocked.Lock("lock table ledger.ol_entry__new in share update exclusive mode");
            if (state == RebuildState.Swapping)
                await blocked.Lock("lock table ledger.mt_doc_order in access share mode");
            if (state is RebuildState.Indexing or RebuildState.Swapping)
                await step.Release(database);
            await Reaches(database, id, state);
            await Condition.Holds(async () =>
                state != RebuildState.Copying || (await Parts(database)).Count == 2, Bound, () => "The other parts are not done.");
            var (live, parts) = (await Tables.Digest(database), await Parts(database));

            await server.Kill();
            // Their statements wait for the test; nobody waits for them any more.
            await database.Query(r =>
                r.GetBoolean(0),
                    "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'OrderLedger' and datname = current_database()", default);
            await server.Start();
            if (state == RebuildState.Copying)
                await step.Reached(database);
            (await Parts(database)).ShouldBe(parts, "what was done is not done again");
            await step.Release(database);
            await blocked.Release(database);
            await Reaches(database, id, RebuildState.Done);

            (await Tables.Leftovers(database)).ShouldBeEmpty();
            (await Tables.Digest(database)).ShouldBe(live);
            (await Witness.Faults(database)).ShouldBeEmpty();
        }
        await TestServer.Drop(connectionString);
    }

    [Fact]
    public async Task Goes_on_by_itself_when_PostgreSQL_was_killed_under_it()
    {
        await using var server = new ServerProcess();
        await server.Start();
        using var client = server.NewClient();
        await using var guest = await EmbeddedPostgres.Start(server.Options, CancellationToken.None);
        await using var database = NpgsqlDataSource.Create(guest.ConnectionString + ";Pooling=false");
        await Orders(client, database);
        var live = await Tables.Digest(database);
        await using (var step = await Holds.Part(database, 20_000))
        {
            var id = await Ask(client);
            await step.Reached(database);

            var killed = Postmaster.Of(server.Options.Cluster)!.Pid;
            using (var postmaster = Process.GetProcessById(killed))
                postmaster.Kill();
            await Condition.Holds(() =>
                Postmaster.Of(server.Options.Cluster) is { IsReady: true } next && next.Pid != killed, Bound, () =>
                    "PostgreSQL was not started again.");
            await Reaches(database, id, RebuildState.Done);
        }
        (await Tables.Leftovers(database)).ShouldBeEmpty();
        (await Tables.Digest(database)).ShouldBe(live);
        (await Witness.Faults(database)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Is_not_needed_for_a_new_version_of_an_empty_ledger_and_begins_by_itself_for_any_other()
    {
        const string outdated = "update ledger.ol_projection set version = 1";
        const string versions = "select min(version) = 2 from ledger.ol_projection";
        var connectionString = await TestServer.NewDatabase();
        await using (var database = NpgsqlDataSource.Create(connectionString + ";Pooling=false"))
        await using (var server = new ServerProcess(connectionString))
        {
            await TestServer.Execute(connectionString, outdated);
            await server.Start();
            await Condition.Holds(() => Is(database, versions), Bound, () => "It is not marked.");
            (await Is(database, "select count(*) = 0 from ledger.ol_rebuild")).ShouldBeTrue();
            using var client = server.NewClient();
            await Orders(client, database);
            await server.Kill();
            await TestServer.Execute(connectionString, outdated);

            await using var step = await Holds.Part(database, 0);
            await server.Start();
            await step.Reached(database);
            (await client.GetFromJsonAsync<JsonObject>("/api/orders"))!["orders"]!.AsArray().Count.ShouldBe(3);
            await step.Release(database);

            await Condition.Holds(() => Is(database, versions), Bound, () => "It is not rebuilt.");
            (await Is(database, "select bool_and(actor = 'upgrade' and state = 'done') from ledger.ol_rebuild")).ShouldBeTrue();
        }
        await TestServer.Drop(connectionString);
    }

    // Three parts: one order begins in each.
    private static async Task Orders(HttpClient client, NpgsqlDataSource database)
    {
        for (var order = 1; order <= 3; order++)
        {
            using var registered =
                await client.PostAsJsonAsync("/api/webhooks/order", new { id = order, status = "pending", total = "12.50" });
            registered.EnsureSuccessStatusCode();
            using var pushed = await client.PatchAsJsonAsync($"/api/orders/{order}/status", new { order_status = "completed" });
            pushed.EnsureSuccessStatusCode();
            await database.Query(r => r.GetInt64(0), $"select setval('ledger.mt_events_sequence', {order * 20_000})", default);
        }
    }

    private static async Task<Guid> Ask(HttpClient client)
    {
        using var asked = await client.PostAsync("/api/projections/all/rebuild", null);
        asked.EnsureSuccessStatusCode();
        return (await asked.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<Guid>();
    }

    private static async Task Reaches(NpgsqlDataSource database, Guid id, string state)
    {
        Rebuild? now = null;
        await Condition.Holds(async () => await Look(), Bound, () => $"It is not {state}: {now}");

        async Task<bool> Look()
        {
            try
            {
                now = await new RebuildTable(database).Find(id, default);
                return now!.State == state;
            }
            catch (NpgsqlException)
            {
                // PostgreSQL is on its way back.
                return false;
            }
        }
    }

    // The transaction that wrote a part changes when it is done again.
    private static Task<List<string>> Parts(NpgsqlDataSource database) => database.Query(r => r.GetString(0),
        "select after || ' by ' || xmin from ledger.ol_rebuild_part where events is not null order by after", default);

    private static async Task<bool> Is(NpgsqlDataSource database, string sql) =>
        (await database.Query(r => r.GetBoolean(0), sql, default))[0];
}
