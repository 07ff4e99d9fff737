using System.CommandLine;

namespace OrderLedger.Benchmarks.Exports;

/// <summary>export: how fast the ledger leaves as a file, and in how much memory.</summary>
internal static class ExportVerb
{
    private static readonly Option<int> Events = Asked.Number("--events", "Events in the ledger, about.", 300_000, 1_000, 10_000_000);
    private static readonly Option<int> Rounds = Asked.Number("--rounds", "How often each kind is exported; the median is shown.", 3, 1, 10);

    public static Command Make()
    {
        var verb = new Command("export", "Starts a server, seeds it in bulk, and exports it in each format.") { Events, Rounds };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        try
        {
            Console.WriteLine((await ExportBench.Run(call.GetValue(Events), call.GetValue(Rounds), stop)).Table());
            return 0;
        }
        catch (Exception clear) when (clear is InvalidOperationException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(clear.Message);
            return 1;
        }
    }
}
