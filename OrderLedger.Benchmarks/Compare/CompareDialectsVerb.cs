using System.CommandLine;
using OrderLedger.Benchmarks.Load;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>compare-dialects: the other vendors' pushes against dialect A's, in one run and by itself.</summary>
internal static class CompareDialectsVerb
{
    private static readonly Option<int> Seconds = Asked.Number("--seconds", "Length of each stretch.", 6, 1, 60);
    private static readonly Option<int> Rounds = Asked.Number("--rounds", "How often each is measured; the median is shown.", 5, 1, 20);
    private static readonly Option<string[]> Others = new("--dialect")
    {
        Description = "Which to measure beside vici. May be repeated; all of them unless said.",
        DefaultValueFactory = _ => [.. Dialects.All.Select(d => d.Name)],
    };

    public static Command Make()
    {
        Others.AcceptOnlyFromAmong([.. Dialects.All.Select(d => d.Name)]);
        var verb = new Command("compare-dialects", "Starts a server, measures each dialect against dialect A, prints ratios in Markdown.")
        {
            Seconds, Rounds, Others,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        var asked = call.GetRequiredValue(Others);
        using var folder = new ScratchFolder();
        await using var api = await ApiProcess.Start(folder.Path, stop);
        var targets = await DialectStores.Make(
            api, folder.Path, Dialects.All.Where(d => d == Dialects.Vici || asked.Contains(d.Name)), stop);
        var comparison = new DialectComparison(targets, new(api, folder.Path), call.GetValue(Seconds));
        try
        {
            await comparison.Run(call.GetValue(Rounds), stop);
        }
        catch (InvalidOperationException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
        Console.WriteLine(comparison.Report());
        return 0;
    }
}
