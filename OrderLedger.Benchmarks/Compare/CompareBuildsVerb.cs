using System.CommandLine;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>compare-builds: this build's server against another build's, in one run.</summary>
internal static class CompareBuildsVerb
{
    private static readonly Option<int> Seconds = Asked.Number("--seconds", "Length of each stretch.", 6, 1, 60);
    private static readonly Option<int> Rounds =
        Asked.Number("--rounds", "How often each is measured; the median ratio is shown.", 5, 1, 20);
    private static readonly Option<FileInfo> Other =
        new("--other") { Description = "The other build's OrderLedger.Api.dll.", Required = true };

    public static Command Make()
    {
        Other.AcceptExistingOnly();
        var verb = new Command("compare-builds",
            "Starts this build's server and another's, measures them in turns, prints ratios in Markdown.")
        {
            Other, Seconds, Rounds,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        using var mine = new ScratchFolder();
        using var others = new ScratchFolder();
        await using var other = await ApiProcess.Start(others.Path, stop, call.GetRequiredValue(Other).FullName);
        await using var api = await ApiProcess.Start(mine.Path, stop);
        var comparison = new BuildComparison(new(api, mine.Path), new(other, others.Path), call.GetValue(Seconds));
        await comparison.Run((api.Target, other.Target), call.GetValue(Rounds), stop);
        Console.WriteLine(comparison.Report());
        return 0;
    }
}
