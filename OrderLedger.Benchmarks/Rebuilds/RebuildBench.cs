using OrderLedger.Api.Ledger;
using OrderLedger.Benchmarks.Compare;
using OrderLedger.Benchmarks.Limit;

namespace OrderLedger.Benchmarks.Rebuilds;

/// <summary>How much is rebuilt, how often, and under what load.</summary>
internal sealed record RebuildTask(int Events, int Rounds, int Rate);

/// <summary>
/// One run on one server: plain COPY and an idle rebuild take turns, then a rebuild under pushes and reads, then one more to compare its
/// tables with.
/// </summary>
internal static class RebuildBench
{
    /// <summary>Load before the rebuild is asked for, and after it has ended.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(4);

    public static async Task<RebuildFigures> Run(RebuildTask task, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var api = await ApiProcess.Start(folder.Path, stop);
        await using var database = Database.Connect(await Guest.ConnectionString(folder.Path, stop));
        var seeded = await BulkSeeding.Run(folder.Path, task.Events, stop);
        using var requests = new RebuildRequests(api.Target);
        var figures = new RebuildFigures(seeded, task.Rate) { IdleMiB = ProcessMemory.Resident(api.Id) };

        for (var round = 1; round <= task.Rounds; round++)
        {
            var copied = await PlainCopy.Seconds(database, stop);
            var rebuilt = await requests.RebuildAll(stop);
            figures.Rounds.Add(new(rebuilt.Events, copied, rebuilt.Seconds));
            await Say($"round {round}: {rebuilt.Events / rebuilt.Seconds:N0} events/s, COPY {rebuilt.Events / copied:N0} rows/s");
        }
        figures = figures with { PeakMiB = ProcessMemory.Peak(api.Id) };

        figures = figures with { UnderLoad = await UnderLoad(api, requests, database, task.Rate, stop) };
        await Say($"under load: {figures.UnderLoad.Seconds:N1} s, {figures.UnderLoad.Faults.Count} faults");
        figures = figures with { PeakUnderLoadMiB = ProcessMemory.Peak(api.Id) };

        var live = await Digests.Of(database, stop);
        await requests.RebuildAll(stop);
        var fresh = await Digests.Of(database, stop);
        return figures with { Tables = [.. live.Select(t => new ComparedTable(t.Key, t.Value.Rows, t.Value == fresh[t.Key]))] };
    }

    private static async Task<LoadFigures> UnderLoad(
        ApiProcess api, RebuildRequests requests, Npgsql.NpgsqlDataSource database, int rate, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var known = await KnownOrders.Of(database, stop);
        var pushes = new PacedPushes(api.Target, known, rate);
        var checks = new ReadChecks(api.Target, known, database);
        var running = Task.WhenAll(pushes.Run(end.Token), checks.Run(end.Token));
        try
        {
            await Task.WhenAny(running, Task.Delay(Around, stop));
            var rebuilt = await requests.RebuildAll(stop);
            await Task.WhenAny(running, Task.Delay(Around, stop));
            await end.CancelAsync();
            await running;
            return LoadFigures.Of(rebuilt, pushes, checks);
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    private static Task Say(FormattableString text) =>
        Console.Error.WriteLineAsync(text.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
