using Npgsql;
using OrderLedger.Api.LocalPostgres;

namespace OrderLedger.Tests.LocalPostgres;

/// <summary>A data directory of one test, in memory where the system has such a place, gone afterwards.</summary>
internal sealed class EmbeddedHome : IDisposable
{
    private static readonly string Root = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private readonly string folder = Path.Combine(Root, $"orderledger-test-{Guid.NewGuid():n}");

    public EmbeddedPostgresOptions Kept => new() { DataDirectory = folder };

    public EmbeddedPostgresOptions Disposable => Kept with { Durable = false };

    public static Task<EmbeddedPostgres> Start(EmbeddedPostgresOptions options) => EmbeddedPostgres.Start(options, CancellationToken.None);

    public static async Task<object?> Ask(EmbeddedPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public static Task Becomes(Func<bool> condition) => Patience.Until(
        () => Task.FromResult(condition() ? "so" : null),
        TimeSpan.FromSeconds(30),
        () => new TimeoutException("It did not become so."),
        CancellationToken.None);

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
