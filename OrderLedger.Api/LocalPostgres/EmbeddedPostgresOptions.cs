namespace OrderLedger.Api.LocalPostgres;

/// <summary>Where the server that this program runs for itself keeps its data, and what that data is worth.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>An absolute path. The cluster lives in its folder <c>postgres</c>; the lock, the log and the password beside it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// True: what is committed survives a power cut. False, for tests: nothing waits for the disk, and the cluster
    /// is deleted when it stops. A cluster that was ever durable is never opened the other way.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>Told, in one line each, what takes long or what the operator should know.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Told, in one line, that the server is another process's. Who comes and goes, as a verb does, need not hear it.</summary>
    public Action<string> SayAsGuest { get; init; } = _ => { };

    /// <summary>127.0.0.1, a free port and a password instead of a private Unix socket. Always so on Windows.</summary>
    public bool PreferTcp { get; init; }

    /// <summary>The folder that holds initdb, pg_ctl and postgres. Null: the newest found in the usual places.</summary>
    public string? Binaries { get; init; }

    internal bool Tcp => PreferTcp || OperatingSystem.IsWindows();

    internal string Cluster => Path.Combine(DataDirectory, "postgres");

    internal string Log => Path.Combine(DataDirectory, "server.log");

    internal string PasswordFile => Path.Combine(DataDirectory, "password");

    internal string LockFile => Path.Combine(DataDirectory, "owner.lock");

    internal string GuardFile => Path.Combine(DataDirectory, "guard.pid");
}
