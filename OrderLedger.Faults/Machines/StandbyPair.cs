namespace OrderLedger.Faults.Machines;

/// <summary>A PostgreSQL with a streaming standby that its commits wait for.</summary>
internal sealed class StandbyPair : IAsyncDisposable
{
    private const int StandbyPort = 5433;

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"orderledger-pair-{Guid.NewGuid():n}");
    private EmbeddedPostgres primary = null!;
    private PostgresBinaries binaries = null!;
    private UnprivilegedUser user = null!;

    public string Primary => primary.ConnectionString;

    /// <summary>The standby's own database; it takes writes once it is promoted.</summary>
    public string Standby => new NpgsqlConnectionStringBuilder(Primary) { Port = StandbyPort, Pooling = false }.ConnectionString;

    private string Data => Path.Combine(folder, "standby", "postgres");

    public async Task Begin()
    {
        var options = new EmbeddedPostgresOptions { DataDirectory = Path.Combine(folder, "primary") };
        primary = await EmbeddedPostgres.Start(options, CancellationToken.None);
        binaries = await PostgresBinaries.Find(options, CancellationToken.None);
        user = await UnprivilegedUser.Choose(options, binaries, CancellationToken.None);
    }

    /// <summary>Copies the primary, starts the copy behind it, and makes commits wait for it.</summary>
    public async Task AddStandby()
    {
        var there = new NpgsqlConnectionStringBuilder(Primary);
        // PostgreSQL starts only in a folder that is closed to others, as pg_basebackup makes it.
        await user.Own(Directory.CreateDirectory(Path.GetDirectoryName(Data)!).FullName, CancellationToken.None);
        await Run("pg_basebackup", "-D", Data, "-h", there.Host!, "-p", $"{there.Port}", "-U", there.Username!, "-R", "-X", "stream", "-c",
            "fast");
        await StartStandby();
        await Execute("alter system set synchronous_standby_names = '*'");
        await Execute("select pg_reload_conf()");
        await Condition.Holds(async () => await Ask("select exists (select from pg_stat_replication where sync_state = 'sync')"),
            TimeSpan.FromSeconds(20), () => "The standby does not follow.");
    }

    public Task StartStandby() =>
        Run("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(Data, "said.log"), "-o", $"-c port={StandbyPort}", "start");

    public Task StopStandby() => Run("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");

    /// <summary>
    /// Cancels each wait for the standby, as a time-out or an operator does, until told to end; returns the statement of each. A wait that
    /// is seen twice, because its server process had not run yet, is one.
    /// </summary>
    public async Task<IReadOnlyList<string>> CancelWaits(CancellationToken answered)
    {
        var waits = new Dictionary<(int Process, DateTime Since), string>();
        while (!answered.IsCancellationRequested)
        {
            await using var database = NpgsqlDataSource.Create(Primary + ";Pooling=false");
            await using var command = database.CreateCommand(
                "select pid, query_start, query, pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
            await using var waiting = await command.ExecuteReaderAsync(CancellationToken.None);
            while (await waiting.ReadAsync(CancellationToken.None))
                waits[(waiting.GetInt32(0), waiting.GetDateTime(1))] = waiting.GetString(2);
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
        return [.. waits.Values];
    }

    /// <summary>The primary is lost, and its standby takes its place.</summary>
    public async Task FailOver()
    {
        await primary.DisposeAsync();
        await StartStandby();
        await Run("pg_ctl", "-D", Data, "-w", "promote");
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await StopStandby();
        await primary.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private Task Run(string program, params string[] words) =>
        Commands.Must(user.Command([Path.Combine(binaries.Folder, program), .. words]), CancellationToken.None);

    private async Task Execute(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Primary + ";Pooling=false");
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<bool> Ask(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Primary + ";Pooling=false");
        await using var command = database.CreateCommand(sql);
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}
