using OrderLedger.Api.LocalPostgres;

namespace OrderLedger.Tests.LocalPostgres;

public sealed class AnEmbeddedServer : IDisposable
{
    private readonly EmbeddedHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task Starts_from_nothing_and_answers()
    {
        await using var server = await EmbeddedHome.Start(home.Kept);

        (await EmbeddedHome.Ask(server, "select current_database() || ' ' || current_setting('data_checksums')"))
            .ShouldBe("orderledger on");
    }

    [Fact]
    public async Task Keeps_its_data_from_one_start_to_the_next()
    {
        await using (var first = await EmbeddedHome.Start(home.Kept))
            await EmbeddedHome.Ask(first, "create table kept as select 7 as x");

        await using var second = await EmbeddedHome.Start(home.Kept);

        (await EmbeddedHome.Ask(second, "select x from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task Is_not_stopped_by_a_guest()
    {
        await using var owner = await EmbeddedHome.Start(home.Disposable);
        await using (var guest = await EmbeddedHome.Start(home.Disposable))
            guest.IsOwner.ShouldBeFalse();

        (await EmbeddedHome.Ask(owner, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Has_one_owner_among_many_that_start_at_once()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EmbeddedHome.Start(home.Disposable)));

        servers.Count(s => s.IsOwner).ShouldBe(1);
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task Leaves_nothing_behind_in_test_mode()
    {
        await using (await EmbeddedHome.Start(home.Disposable))
            Directory.Exists(home.Disposable.DataDirectory).ShouldBeTrue();

        Directory.Exists(home.Disposable.DataDirectory).ShouldBeFalse();
    }

    [Fact]
    public async Task Refuses_to_delete_a_cluster_that_is_kept()
    {
        await using (await EmbeddedHome.Start(home.Kept))
        {
        }

        (await Should.ThrowAsync<PostgresNotStartedException>(() => EmbeddedHome.Start(home.Disposable)))
            .Message.ShouldContain("is kept");
    }

    [Fact]
    public async Task Asks_for_its_password_over_tcp()
    {
        await using var server = await EmbeddedHome.Start(home.Disposable with { PreferTcp = true });

        server.ConnectionString.ShouldContain("127.0.0.1");
        (await EmbeddedHome.Ask(server, "select 1")).ShouldBe(1);
        var refused = await Should.ThrowAsync<Npgsql.PostgresException>(async () =>
        {
            await using var stranger = new Npgsql.NpgsqlConnection(server.ConnectionString + ";Password=guess;Pooling=false");
            await stranger.OpenAsync();
        });
        refused.SqlState.ShouldBe(Npgsql.PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task Does_not_log_what_a_refused_statement_carried()
    {
        await using var server = await EmbeddedHome.Start(home.Disposable);
        await EmbeddedHome.Ask(server, "create table people (mail text primary key)");
        await EmbeddedHome.Ask(server, "insert into people values ('jane@example.org')");

        await Should.ThrowAsync<Npgsql.PostgresException>(() => EmbeddedHome.Ask(server, "insert into people values ('jane@example.org')"));

        var log = await File.ReadAllTextAsync(home.Disposable.Log);
        log.ShouldContain("duplicate key");
        log.ShouldNotContain("jane@example.org");
    }

    [Fact]
    public async Task Says_why_it_did_not_start()
    {
        await using (await EmbeddedHome.Start(home.Kept))
        {
        }
        await File.AppendAllTextAsync(Path.Combine(home.Kept.Cluster, "postgresql.conf"), "no_such_setting = 1\n");

        (await Should.ThrowAsync<PostgresNotStartedException>(() => EmbeddedHome.Start(home.Kept)))
            .Message.ShouldContain("no_such_setting");
    }
}
