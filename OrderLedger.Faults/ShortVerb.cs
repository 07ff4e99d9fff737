using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using OrderLedger.Faults.Scenarios;

namespace OrderLedger.Faults;

/// <summary>short: a fixed set of short runs that each build plays.</summary>
internal static class ShortVerb
{
    private const int Seed = 1;

    private static readonly string[] Played =
        ["kill-api", "kill-postgres", "cut-commits", "cut-links", "duplicates", "shuffled", "stop-while-frozen", "everything"];

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    public static Command Make()
    {
        var verb = new Command("short", "Plays a fixed short set, as each build does. Ends with 1 when a promise is broken.");
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var broken = 0;
        foreach (var name in Played)
            if (!await RunVerb.IsKept(AllScenarios.Named(name), Seed, Length, Console.Out, stop))
                broken++;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Played.Length - broken} of {Played.Length} scenarios kept every promise, in {clock.Elapsed.TotalSeconds:0} s"));
        return broken == 0 ? 0 : 1;
    }
}
