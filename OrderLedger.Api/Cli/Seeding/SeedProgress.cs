using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace OrderLedger.Api.Cli.Seeding;

/// <summary>A bar with rate and remaining time on stderr; a line per tenth where that is no terminal.</summary>
internal sealed class SeedProgress(int orders, ProgressTask? bar)
{
    private readonly long started = Stopwatch.GetTimestamp();
    private int done;
    private long pushes;

    public static async Task Run(int orders, Func<SeedProgress, Task> work)
    {
        if (Console.IsErrorRedirected)
        {
            await work(new(orders, null));
            return;
        }
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await terminal.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new(orders, context.AddTask("seeding", maxValue: orders))));
    }

    public void Pushed() => pushes++;

    public void OrderDone()
    {
        done++;
        if (bar is not null && (done % 50 == 0 || done == orders))
        {
            bar.Value = done;
            bar.Description = Said();
        }
        else if (bar is null && done % Math.Max(1, orders / 10) == 0)
        {
            Console.Error.WriteLine(Said());
        }
    }

    private string Said() => string.Create(CultureInfo.InvariantCulture,
        $"{done:N0} of {orders:N0} orders, {pushes / Math.Max(0.001, Stopwatch.GetElapsedTime(started).TotalSeconds):N0} pushes/s");
}
