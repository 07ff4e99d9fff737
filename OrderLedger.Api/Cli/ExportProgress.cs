using OrderLedger.Api.Ledger.Exporting;
using Spectre.Console;

namespace OrderLedger.Api.Cli;

/// <summary>An export's bar with rate and remaining time on stderr; nothing where that is no terminal.</summary>
internal static class ExportProgress
{
    public static async Task<Exported> Of(Func<Action<Exported>, Task<Exported>> export)
    {
        if (Console.IsErrorRedirected)
            return await export(_ => { });
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await terminal.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("exporting");
                var clock = System.Diagnostics.Stopwatch.StartNew();
                return export(now =>
                {
                    bar.MaxValue = Math.Max(1, now.Last - now.First);
                    bar.Value = now.At - now.First;
                    bar.Description = string.Create(CultureInfo.InvariantCulture,
                        $"{now.Events:N0} events, {(now.At - now.First) / Math.Max(0.1, clock.Elapsed.TotalSeconds):N0}/s");
                });
            });
    }
}
