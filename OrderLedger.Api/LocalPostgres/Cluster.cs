using System.Security.Cryptography;

namespace OrderLedger.Api.LocalPostgres;

/// <summary>The files of the cluster and of what stands beside it: made, configured and read under the owner's lock.</summary>
internal sealed record Cluster(EmbeddedPostgresOptions Options, PostgresBinaries Binaries, UnprivilegedUser User)
{
    private const long LogBytesMax = 10 * 1024 * 1024;
    private const int LogLinesMax = 12;

    private string? sockets;

    public string Directory => Options.Cluster;

    /// <summary>Throws when a start in test mode would delete a cluster that is meant to be kept.</summary>
    public async Task CreateIfMissing(CancellationToken stop)
    {
        await PrepareLog(stop);
        if (File.Exists(Path.Combine(Directory, "PG_VERSION")))
        {
            if (!Options.Durable && ServerSettings.IsDurable(Directory))
                throw new PostgresNotStartedException(
                    $"{Directory} holds a ledger that is kept; a server that deletes its data at the end does not open it.");
            return;
        }
        Options.Say($"Creating a PostgreSQL {Binaries.Version} cluster in {Directory}");
        await Create(stop);
    }

    /// <summary>
    /// Writes the settings of the coming start and answers the folder of its socket, empty with TCP. A second start by the
    /// same owner keeps the address of the first: whoever is connected finds the server where it was.
    /// </summary>
    public async Task<string> Configure(CancellationToken stop)
    {
        Postmaster.Forget(Directory);
        var again = sockets is not null;
        sockets ??= Options.Tcp ? "" : SocketFolder.For(Directory);
        if (sockets.Length > 0 && sockets != Directory)
        {
            PrivateFiles.Folder(sockets);
            await User.Own(sockets, stop);
        }
        if (!again)
            ServerSettings.Write(Options, sockets);
        return sockets;
    }

    /// <summary>True when the log from this byte on tells of a server that is not quite gone, or of a port just taken.</summary>
    public bool FailureMayPass(long logged)
    {
        using var log = new FileStream(Options.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        log.Seek(logged, SeekOrigin.Begin);
        var said = new StreamReader(log).ReadToEnd();
        return said.Contains("lock file", StringComparison.Ordinal) || said.Contains("in use", StringComparison.Ordinal);
    }

    /// <summary>The last words of PostgreSQL, as an error.</summary>
    public PostgresNotStartedException NotStarted()
    {
        var tail = File.Exists(Options.Log) ? File.ReadLines(Options.Log).TakeLast(LogLinesMax) : [];
        return new($"PostgreSQL {Binaries.Version} did not start in {Directory}; {Options.Log} ends with:\n{string.Join('\n', tail)}");
    }

    // A name of its own until it is whole: a start that is killed here leaves nothing that looks like a cluster,
    // and an initdb that outlives it does not write into the next one's.
    private async Task Create(CancellationToken stop)
    {
        foreach (var left in System.IO.Directory.EnumerateDirectories(Options.DataDirectory, "postgres.new-*"))
            System.IO.Directory.Delete(left, recursive: true);
        var half = $"{Directory}.new-{Guid.NewGuid():n}";
        PrivateFiles.Folder(half);
        await User.Own(half, stop);
        PrivateFiles.Replace(Options.PasswordFile, RandomNumberGenerator.GetHexString(32));
        await User.Own(Options.PasswordFile, stop);

        await Initdb(half, stop);
        ServerSettings.Include(half);
        // An empty folder, such as a fresh volume's, may stand there; one with files in it stops us.
        if (System.IO.Directory.Exists(Directory))
            System.IO.Directory.Delete(Directory);
        System.IO.Directory.Move(half, Directory);
    }

    private async Task Initdb(string folder, CancellationToken stop)
    {
        var ended = new Ended(1, "");
        foreach (var locale in (string[])["C.UTF-8", "C"])
        {
            ended = await Commands.Run(
                User.Command([Binaries.Initdb, "-D", folder, "-U", "orderledger", "-E", "UTF8", $"--locale={locale}", "--data-checksums",
                    "--auth=scram-sha-256", $"--pwfile={Options.PasswordFile}", .. Options.Durable ? (string[])[] : ["--no-sync"]]), stop);
            if (ended.Code == 0)
                return;
            if (!ended.Output.Contains("locale", StringComparison.Ordinal))
                break;
        }
        throw new PostgresNotStartedException($"initdb failed in {folder}: {ended.Output}");
    }

    private async Task PrepareLog(CancellationToken stop)
    {
        using (var log = new FileStream(Options.Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            if (log.Length > LogBytesMax)
                log.SetLength(0);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Options.Log, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await User.Own(Options.Log, stop);
    }
}
