using OrderLedger.Api.Ledger.Rebuilding;
using Spectre.Console;

namespace OrderLedger.Api.Cli;

/// <summary>A rebuild's bar with rate and remaining time on stderr; a line per step where that is no terminal.</summary>
internal static class RebuildProgress
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs the work and shows how the rebuild goes until it has ended; the rebuild as it ended.</summary>
    public static async Task<Rebuild> Of(Rebuild rebuild, RebuildTable table, Func<Task> work, CancellationToken stop)
    {
        if (Console.IsErrorRedirected)
            return await Watch(rebuild.Id, table, work, Lines(), stop);
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await terminal.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("rebuilding");
                return Watch(rebuild.Id, table, work, now => Set(bar, now), stop);
            });
    }

    private static async Task<Rebuild> Watch(Guid id, RebuildTable table, Func<Task> work, Action<Rebuild> show, CancellationToken stop)
    {
        var working = work();
        while (true)
        {
            var now = await table.Find(id, stop) ?? throw new RebuildException("The rebuild is gone from the database.");
            show(now);
            if (now.HasEnded)
            {
                await working;
                return now;
            }
            if (await Task.WhenAny(working, Task.Delay(Look, stop)) == working)
                await working;
        }
    }

    private static void Set(ProgressTask bar, Rebuild now)
    {
        bar.MaxValue = Math.Max(1, now.Events);
        bar.Value = now.State == RebuildState.Done ? bar.MaxValue : Math.Min(now.Done, bar.MaxValue * 0.99);
        bar.Description = Said(now);
    }

    private static Action<Rebuild> Lines()
    {
        var last = "";
        return now =>
        {
            if (now.State != last)
                Console.Error.WriteLine(Said(now));
            last = now.State;
        };
    }

    private static string Said(Rebuild now) => string.Create(CultureInfo.InvariantCulture,
        $"{now.State.Replace('_', ' ')}, {now.Done:N0} of {now.Events:N0} events, {now.Done / Seconds(now):N0}/s");

    private static double Seconds(Rebuild now) =>
        now.BeganAt is { } began ? Math.Max(0.1, ((now.EndedAt ?? DateTimeOffset.UtcNow) - began).TotalSeconds) : 0.1;
}
