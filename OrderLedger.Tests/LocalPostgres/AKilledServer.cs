using System.Diagnostics;
using OrderLedger.Api.LocalPostgres;

namespace OrderLedger.Tests.LocalPostgres;

public sealed class AKilledServer : IDisposable
{
    // Stands in for our process: it holds the guard's pipe and does nothing else.
    private const string Owner = """file=$1; shift; sh -c 'echo $$ >"$0"; exec sleep 600' "$file" | "$@" """;

    private readonly EmbeddedHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task Recovers_at_the_next_start()
    {
        await using (var first = await EmbeddedHome.Start(home.Kept))
        {
            await EmbeddedHome.Ask(first, "create table kept as select 7 as x");
            Kill(Postmaster.Of(home.Kept.Cluster)!.Pid);
        }

        await using var second = await EmbeddedHome.Start(home.Kept);

        (await EmbeddedHome.Ask(second, "select x from kept")).ShouldBe(7);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Is_started_again_by_its_owner_at_the_same_address(bool tcp)
    {
        await using var server = await EmbeddedHome.Start(home.Kept with { PreferTcp = tcp });
        await EmbeddedHome.Ask(server, "create table kept as select 7 as x");
        var killed = Postmaster.Of(home.Kept.Cluster)!.Pid;

        Kill(killed);

        await EmbeddedHome.Becomes(() => Postmaster.Of(home.Kept.Cluster) is { IsReady: true } next && next.Pid != killed);
        (await EmbeddedHome.Ask(server, "select x from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task Is_stopped_when_its_owner_is_killed()
    {
        var owner = await StartOwner(home.Kept);
        var guard = GuardOf(home.Kept);

        Kill(owner);

        await EmbeddedHome.Becomes(() => !LiveProcess.Exists(guard));
        Postmaster.Of(home.Kept.Cluster).ShouldBeNull();
        Directory.Exists(home.Kept.Cluster).ShouldBeTrue();
    }

    [Fact]
    public async Task Is_deleted_in_test_mode_when_its_owner_is_killed()
    {
        var owner = await StartOwner(home.Disposable);
        var guard = GuardOf(home.Disposable);

        Kill(owner);

        await EmbeddedHome.Becomes(() => !LiveProcess.Exists(guard));
        Directory.Exists(home.Disposable.Cluster).ShouldBeFalse();
    }

    [Fact]
    public async Task Is_waited_for_when_its_killed_owner_s_guard_still_stops_it()
    {
        Kill(await StartOwner(home.Kept));

        await using var next = await EmbeddedHome.Start(home.Kept);

        (await EmbeddedHome.Ask(next, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Is_taken_over_when_owner_and_guard_were_killed_and_it_was_not()
    {
        var owner = await StartOwner(home.Kept);
        var running = Postmaster.Of(home.Kept.Cluster)!.Pid;
        // The guard first: it would stop the server when it sees its owner gone.
        Kill(GuardOf(home.Kept));
        Kill(owner);

        await using (await EmbeddedHome.Start(home.Kept))
            Postmaster.Of(home.Kept.Cluster)!.Pid.ShouldBe(running);

        Postmaster.Of(home.Kept.Cluster).ShouldBeNull();
    }

    [Fact]
    public async Task Does_not_block_the_next_start_when_its_process_id_is_another_s_now()
    {
        await using (await EmbeddedHome.Start(home.Kept))
        {
        }
        var cluster = home.Kept.Cluster;
        await File.WriteAllTextAsync(
            Path.Combine(cluster, "postmaster.pid"), $"{Environment.ProcessId}\n{cluster}\n1\n5432\n{cluster}\n\n  1 1\nready   \n");

        await using var next = await EmbeddedHome.Start(home.Kept);

        (await EmbeddedHome.Ask(next, "select 1")).ShouldBe(1);
    }

    private static async Task<int> StartOwner(EmbeddedPostgresOptions options)
    {
        PrivateFiles.DataFolder(options.DataDirectory);
        var binaries = await PostgresBinaries.Find(options, CancellationToken.None);
        var cluster = new Cluster(options, binaries, await UnprivilegedUser.Choose(options, binaries, CancellationToken.None));
        await cluster.CreateIfMissing(CancellationToken.None);
        var guard = Guard.Command(cluster, "start", await cluster.Configure(CancellationToken.None));
        var pidFile = Path.Combine(options.DataDirectory, "stand-in.pid");
        using var shell = Process.Start(Commands.Of(["sh", "-c", Owner, "owner", pidFile, guard.FileName, .. guard.ArgumentList]))!;

        await EmbeddedHome.Becomes(() => Postmaster.Of(options.Cluster) is { IsReady: true });
        return int.Parse(await File.ReadAllTextAsync(pidFile));
    }

    private static int GuardOf(EmbeddedPostgresOptions options) => int.Parse(File.ReadAllText(options.GuardFile));

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }
}
