using System.CommandLine;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>compare: the server against plain SQL on the same PostgreSQL, in one run and by itself.</summary>
internal static class CompareVerb
{
    private static readonly Option<int> Seconds = Asked.Number("--seconds", "Length of each stretch.", 6, 1, 60);
    private static readonly Option<int> Rounds = Asked.Number("--rounds", "How often each is measured; the median is shown.", 3, 1, 10);

    public static Command Make()
    {
        var verb = new Command("compare", "Starts a server, measures it against plain SQL on its PostgreSQL, prints ratios in Markdown.")
        {
            Seconds, Rounds,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var api = await ApiProcess.Start(folder.Path, stop);
        var stretches = new Stretches(api, folder.Path);
        await new Comparison(api.Target, folder.Path, stretches, call.GetValue(Seconds)).Run(call.GetValue(Rounds), stop);
        Console.WriteLine(new Report(stretches).Text());
        return 0;
    }
}
