namespace OrderLedger.Faults.Machines;

/// <summary>A durable PostgreSQL of this run's own, on TCP, which is started again within seconds when its postmaster dies.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private readonly EmbeddedPostgresOptions options;
    private readonly EmbeddedPostgres running;

    private PostgresProcess(EmbeddedPostgresOptions options, EmbeddedPostgres running) => (this.options, this.running) = (options, running);

    public string ConnectionString => running.ConnectionString;

    private int Pid => (Postmaster.Of(options.Cluster) ?? throw new InvalidOperationException("PostgreSQL does not run.")).Pid;

    public static async Task<PostgresProcess> Start(string folder)
    {
        var options = new EmbeddedPostgresOptions { DataDirectory = folder, PreferTcp = true };
        return new(options, await EmbeddedPostgres.Start(options, CancellationToken.None));
    }

    /// <summary>SIGKILL to the postmaster alone; returns when another one takes connections.</summary>
    public async Task KillPostmaster()
    {
        var killed = Pid;
        await Signal.Send("KILL", killed);
        await Condition.Holds(() => Postmaster.Of(options.Cluster) is { IsReady: true } next && next.Pid != killed, StartMax,
            () => "PostgreSQL was not started again.");
    }

    /// <summary>SIGKILL to one process that serves a connection of the program: PostgreSQL then ends all of them and recovers.</summary>
    public async Task KillBackend(Random random)
    {
        await using var database = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false");
        var serving = await database.Query(r => r.GetInt32(0),
            "select pid from pg_stat_activity where application_name = 'OrderLedger'", CancellationToken.None);
        if (serving.Count > 0)
            await Signal.Send("KILL", serving[random.Next(serving.Count)]);
    }

    /// <summary>Returns when it takes connections, after a recovery at the latest.</summary>
    public Task Answers() => Condition.Holds(async () =>
    {
        try
        {
            await using var database = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false;Timeout=2");
            await using var connection = await database.OpenConnectionAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }, StartMax, () => "PostgreSQL does not answer.");

    /// <summary>All its processes stand still, with their connections open.</summary>
    public async Task Freeze()
    {
        // The postmaster first, so that it starts no others.
        var pid = Pid;
        await Signal.Send("STOP", pid);
        await Signal.Send("STOP", Signal.ChildrenOf(pid));
    }

    public async Task Thaw()
    {
        var pid = Pid;
        await Signal.Send("CONT", [pid, .. Signal.ChildrenOf(pid)]);
    }

    public async ValueTask DisposeAsync()
    {
        // What stands still cannot be stopped.
        if (Postmaster.Of(options.Cluster) is not null)
            await Thaw();
        await running.DisposeAsync();
    }
}
