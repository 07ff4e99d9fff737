using System.Diagnostics;

namespace OrderLedger.Api.LocalPostgres;

/// <summary>
/// The server without a guard: it outlives a killed owner, and the next start takes it over.
/// This has not been run on Windows yet.
/// </summary>
internal sealed class OnWindows(Cluster cluster) : IAsyncDisposable
{
    public static async Task<OnWindows> Over(Cluster cluster, CancellationToken stop)
    {
        if (Postmaster.Of(cluster.Directory) is null)
        {
            await cluster.Configure(stop);
            if (await PgCtl(cluster, ["start", "-l", cluster.Options.Log], stop) != 0)
                throw cluster.NotStarted();
        }
        return new(cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await PgCtl(cluster, ["stop", "-m", "fast"], CancellationToken.None);
        if (!cluster.Options.Durable)
            Directory.Delete(cluster.Directory, recursive: true);
    }

    // No pipes: the server would inherit them, and reading to their end would wait for the server's.
    private static async Task<int> PgCtl(Cluster cluster, string[] words, CancellationToken stop)
    {
        using var process = Process.Start(Commands.Of([cluster.Binaries.PgCtl, .. words, "-s", "-w", "-D", cluster.Directory]))!;
        await process.WaitForExitAsync(stop);
        return process.ExitCode;
    }
}
