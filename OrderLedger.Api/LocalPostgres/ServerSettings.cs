namespace OrderLedger.Api.LocalPostgres;

/// <summary>The settings of the embedded server. Written anew at every start; an operator's own settings win.</summary>
internal static class ServerSettings
{
    private const string FileName = "orderledger.conf";
    private const string DurableWord = "fsync = on";

    // No statement and no detail of an error is logged: both carry the personal data of orders.
    private const string Always = """
        max_connections = 200
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        lc_messages = 'C'
        logging_collector = off
        log_min_messages = warning
        log_min_error_statement = panic
        log_error_verbosity = terse
        log_statement = none
        log_min_duration_statement = -1
        log_parameter_max_length = 0
        log_parameter_max_length_on_error = 0
        log_checkpoints = off

        """;

    // The writer already commits in batches, so PostgreSQL need not wait for company (commit_delay stays 0);
    // wal_level replica lets pg_basebackup copy the running ledger.
    private const string Kept = DurableWord + """

        synchronous_commit = on
        full_page_writes = on
        shared_buffers = 128MB
        wal_level = replica
        wal_buffers = 16MB
        min_wal_size = 256MB
        max_wal_size = 2GB
        checkpoint_timeout = 15min

        """;

    private const string Disposable = """
        fsync = off
        synchronous_commit = off
        full_page_writes = off
        shared_buffers = 32MB
        wal_level = minimal
        max_wal_senders = 0
        min_wal_size = 32MB
        max_wal_size = 128MB

        """;

    /// <summary>To be called once, on a fresh cluster.</summary>
    public static void Include(string cluster)
    {
        var file = Path.Combine(cluster, "postgresql.conf");
        PrivateFiles.Replace(file, File.ReadAllText(file)
            + $"\n# OrderLedger writes this file at every start. What stands below it wins.\ninclude_if_exists = '{FileName}'\n",
            readableByAll: true);
    }

    public static bool IsDurable(string cluster)
    {
        var file = Path.Combine(cluster, FileName);
        return File.Exists(file) && File.ReadLines(file).Contains(DurableWord);
    }

    public static void Write(EmbeddedPostgresOptions options, string sockets)
    {
        PrivateFiles.Replace(Path.Combine(options.Cluster, FileName),
            Always + (options.Durable ? Kept : Disposable) + Address(sockets), readableByAll: true);
        PrivateFiles.Replace(Path.Combine(options.Cluster, "pg_hba.conf"),
            sockets.Length > 0
                ? "local all all trust\nlocal replication all trust\n"
                : "host all all 127.0.0.1/32 scram-sha-256\nhost replication all 127.0.0.1/32 scram-sha-256\n",
            readableByAll: true);
    }

    private static string Address(string sockets) => sockets.Length > 0
        ? $"listen_addresses = ''\nport = 5432\nunix_socket_directories = '{sockets}'\nunix_socket_permissions = 0700\n"
        : $"listen_addresses = '127.0.0.1'\nport = {FreePort()}\nunix_socket_directories = ''\n";

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
