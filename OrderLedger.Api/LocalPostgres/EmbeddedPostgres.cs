namespace OrderLedger.Api.LocalPostgres;

/// <summary>
/// A PostgreSQL server that this program runs for itself, so that a ledger needs nothing set up. One process owns it
/// and stops it at its end, in whatever way it ends; others on the same data directory are its guests.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan OwnerMax = TimeSpan.FromSeconds(20);

    private IAsyncDisposable[] owned;

    private EmbeddedPostgres(string connectionString, params IAsyncDisposable[] owned) =>
        (ConnectionString, this.owned, IsOwner) = (connectionString, owned, owned.Length > 0);

    /// <summary>For Npgsql: the database <c>orderledger</c>, as the owner of the cluster.</summary>
    public string ConnectionString { get; }

    /// <summary>False for a guest, whose end leaves the server running.</summary>
    public bool IsOwner { get; }

    /// <summary>
    /// Returns when the server answers. Waits at most 20 s for a server another process is starting, and 30 s for one
    /// a killed process left behind; creating a cluster and recovering one take what they take.
    /// </summary>
    /// <exception cref="PostgresNotFoundException">There is no PostgreSQL here; the message names the ways on.</exception>
    /// <exception cref="PostgresNotStartedException">The message holds the last lines of its log.</exception>
    public static Task<EmbeddedPostgres> Start(EmbeddedPostgresOptions options, CancellationToken stop)
    {
        if (!Path.IsPathFullyQualified(options.DataDirectory))
            throw new ArgumentException($"The data directory must be an absolute path, not {options.DataDirectory}.", nameof(options));
        options = options with { DataDirectory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataDirectory)) };
        return Patience.Until(
            async () => OwnerLock.TryTake(options.LockFile) is { } mine ? await Own(options, mine, stop) : await Visit(options, stop),
            OwnerMax,
            () => new PostgresNotStartedException($"Another process holds {options.LockFile}, but its PostgreSQL does not answer."),
            stop);
    }

    /// <summary>Whether a data directory holds a cluster.</summary>
    public static bool IsThere(string dataDirectory) =>
        File.Exists(Path.Combine(new EmbeddedPostgresOptions { DataDirectory = dataDirectory }.Cluster, "PG_VERSION"));

    /// <summary>Stops the server if this process owns it; returns when it has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var held in Interlocked.Exchange(ref owned, []))
            await held.DisposeAsync();
    }

    private static async Task<EmbeddedPostgres> Own(EmbeddedPostgresOptions options, OwnerLock mine, CancellationToken stop)
    {
        IAsyncDisposable? guard = null;
        EmbeddedPostgres? server = null;
        try
        {
            var binaries = await PostgresBinaries.Find(options, stop);
            var cluster = new Cluster(options, binaries, await UnprivilegedUser.Choose(options, binaries, stop));
            await cluster.CreateIfMissing(stop);
            guard = OperatingSystem.IsWindows() ? await OnWindows.Over(cluster, stop) : await Watch.Over(cluster, stop);
            var running = Postmaster.Of(cluster.Directory) ?? throw cluster.NotStarted();
            await LedgerDatabase.CreateIfMissing(running, options, stop);
            return server = new(running.ConnectionString(options), guard, mine);
        }
        finally
        {
            if (server is null)
                await new EmbeddedPostgres("", guard is null ? [mine] : [guard, mine]).DisposeAsync();
        }
    }

    private static async Task<EmbeddedPostgres?> Visit(EmbeddedPostgresOptions options, CancellationToken stop)
    {
        if (Postmaster.Of(options.Cluster) is not { IsReady: true } running || !await LedgerDatabase.Answers(running, options, stop))
            return null;
        options.SayAsGuest($"PostgreSQL in {options.DataDirectory} is run by another process, and ends with it: this one is a guest.");
        return new(running.ConnectionString(options));
    }
}
