using System.Diagnostics;

namespace OrderLedger.Api.LocalPostgres;

/// <summary>
/// The shell that starts the server, holds a pipe to this process and stops the server when the pipe closes: at the end
/// of this process in any way, <c>kill -9</c> included. Never on Windows, see <see cref="OnWindows"/>.
/// </summary>
internal sealed class Guard : IAsyncDisposable
{
    private const string Name = "orderledger-guard";
    private static readonly TimeSpan OthersEndMax = TimeSpan.FromSeconds(30);
    private static readonly string Script = ReadScript();

    private readonly Cluster cluster;
    private readonly Process shell;

    private Guard(Cluster cluster, string act, string sockets)
    {
        this.cluster = cluster;
        var start = Command(cluster, act, sockets);
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        shell = Process.Start(start)!;
    }

    /// <summary>
    /// Starts the server, or takes over one whose owner and guard were killed. Waits, at most 30 s, for the guard of a
    /// killed owner to end its work and for the children of a killed server to let go of its memory.
    /// </summary>
    public static Task<Guard> Over(Cluster cluster, CancellationToken stop) =>
        Patience.Until(() => TryOver(cluster, stop), OthersEndMax, cluster.NotStarted, stop);

    /// <summary>To start or to watch the server, whose socket is in this folder (empty: it has none).</summary>
    public static ProcessStartInfo Command(Cluster cluster, string act, string sockets) => Commands.Of(
        ["sh", "-c", Script, Name, act, cluster.Options.Durable ? "keep" : "delete", cluster.Options.DataDirectory, sockets,
            .. cluster.User.Command(cluster.Binaries.PgCtl)]);

    public async ValueTask DisposeAsync()
    {
        await End();
        // Somebody killed the guard: another one, which finds its pipe closed at once, does its work.
        if (Postmaster.Of(cluster.Directory) is { } orphan)
            await new Guard(cluster, "watch", orphan.Sockets).End();
    }

    private static async Task<Guard?> TryOver(Cluster cluster, CancellationToken stop)
    {
        var server = Postmaster.Of(cluster.Directory);
        if (server is { IsReady: false } || AnotherWorksOn(cluster))
            return null;
        var logged = new FileInfo(cluster.Options.Log).Length;
        var guard = server is null
            ? new Guard(cluster, "start", await cluster.Configure(stop))
            : new Guard(cluster, "watch", server.Sockets);
        if (await guard.IsReady(stop))
            return guard;
        return cluster.FailureMayPass(logged) ? null : throw cluster.NotStarted();
    }

    private async Task<bool> IsReady(CancellationToken stop)
    {
        var ready = false;
        try
        {
            return ready = await shell.StandardOutput.ReadLineAsync(stop) == "ready";
        }
        finally
        {
            if (!ready)
                await End();
        }
    }

    private async Task End()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
    }

    // Its owner is dead, or we would not have the lock: it is stopping the server, even if that still answers.
    private static bool AnotherWorksOn(Cluster cluster) =>
        File.Exists(cluster.Options.GuardFile)
        && int.TryParse(File.ReadAllText(cluster.Options.GuardFile), out var pid)
        && LiveProcess.Is(pid, Name);

    private static string ReadScript()
    {
        using var script = new StreamReader(typeof(Guard).Assembly.GetManifestResourceStream("OrderLedger.Api.LocalPostgres.guard.sh")!);
        return script.ReadToEnd();
    }
}
