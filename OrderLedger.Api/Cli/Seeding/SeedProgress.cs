using System.Diagnostics;
using Spectre.Console;

namespace OrderLedger.Api.Cli.Seeding;

/// <summary>A bar with rate and remaining time on stderr; a line per tenth where that is no terminal.</summary>
internal sealed class SeedProgress(int orders, string counted, ProgressTask? bar)
{
    private readonly long started = Stopwatch.GetTimestamp();
    private int done;
    private int said;
    private long count;

    /// <param name="orders">How many there will be.</param>
    /// <param name="counted">What is counted besides orders: pushes, events.</param>
    /// <param name="work">Says how far it is.</param>
    public static async Task Run(int orders, string counted, Func<SeedProgress, Task> work)
    {
        if (Console.IsErrorRedirected)
        {
            await work(new(orders, counted, null));
            return;
        }
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await terminal.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new(orders, counted, context.AddTask("seeding", maxValue: orders))));
    }

    /// <summary>So many more.</summary>
    public void Done(int moreOrders, int more)
    {
        (done, count) = (done + moreOrders, count + more);
        if (bar is not null && (done - said >= 50 || done == orders))
        {
            said = done;
            bar.Value = done;
            bar.Description = Said();
        }
        else if (bar is null && done - said >= Math.Max(1, orders / 10))
        {
            said = done;
            Console.Error.WriteLine(Said());
        }
    }

    private string Said() => string.Create(CultureInfo.InvariantCulture,
        $"{done:N0} of {orders:N0} orders, {count / Math.Max(0.001, Stopwatch.GetElapsedTime(started).TotalSeconds):N0} {counted}/s");
}
