using System.CommandLine;

namespace OrderLedger.Benchmarks.Exports;

/// <summary>export: how fast the ledger leaves as a file, and in how much memory.</summary>
internal static class ExportVerb
{
    private static readonly Option<int> Events =
        Asked.Number("--events", "Events in the larger ledger, about.", 1_000_000, 10_000, 10_000_000);
    private static readonly Option<int> Smaller =
        Asked.Number("--smaller", "Events in the smaller ledger, about; 0: a tenth.", 0, 0, 10_000_000);
    private static readonly Option<int> Rounds =
        Asked.Number("--rounds", "How often each kind is exported; the median is shown.", 3, 1, 10);

    public static Command Make()
    {
        var verb = new Command("export", "Seeds a small and a large ledger in bulk, and exports each in each format, and over HTTP.")
        {
            Events, Smaller, Rounds,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        try
        {
            var events = call.GetValue(Events);
            int[] sizes = [call.GetValue(Smaller) is > 0 and var smaller ? smaller : events / 10, events];
            Console.WriteLine((await ExportBench.Run(sizes, call.GetValue(Rounds), stop)).Table());
            return 0;
        }
        catch (Exception clear) when (clear is InvalidOperationException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(clear.Message);
            return 1;
        }
    }
}
