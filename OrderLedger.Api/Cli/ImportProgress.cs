using System.Diagnostics;
using Spectre.Console;

namespace OrderLedger.Api.Cli;

/// <summary>An import's bar with rate and remaining time on stderr; a line now and then where that is no terminal.</summary>
internal static class ImportProgress
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    public static async Task<T> Of<T>(Func<Action<long, long>, Task<T>> import, string name = "importing")
    {
        var (started, said) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        if (Console.IsErrorRedirected)
            return await import((done, total) =>
            {
                if (Stopwatch.GetElapsedTime(said) < Pause)
                    return;
                said = Stopwatch.GetTimestamp();
                Console.Error.WriteLine(Words(done, total, started));
            });
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await terminal.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask(name);
                return import((done, total) =>
                {
                    (bar.MaxValue, bar.Value, bar.IsIndeterminate) = (Math.Max(1, total), done, total == 0);
                    bar.Description = Words(done, total, started);
                });
            });
    }

    private static string Words(long done, long total, long started) => string.Create(CultureInfo.InvariantCulture,
        $"{done:N0}{(total > 0 ? $" of {total:N0}" : "")} done, {done / Math.Max(0.001, Stopwatch.GetElapsedTime(started).TotalSeconds):N0}/s");
}
