using System.CommandLine;

namespace OrderLedger.Benchmarks.Feed;

/// <summary>feed: how fast one consumer reads the ledger over HTTP.</summary>
internal static class FeedVerb
{
    private static readonly Option<int> Events = Asked.Number("--events", "Events in the ledger, about.", 200_000, 10_000, 10_000_000);
    private static readonly Option<int> Rounds = Asked.Number("--rounds", "How often it is read; the median is shown.", 3, 1, 10);

    public static Command Make()
    {
        var verb = new Command("feed", "Seeds a ledger in bulk, and reads it from its first event to its last by /api/events.") { Events, Rounds };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        try
        {
            Console.WriteLine(await FeedBench.Run(call.GetValue(Events), call.GetValue(Rounds), stop));
            return 0;
        }
        catch (Exception clear) when (clear is InvalidOperationException or TimeoutException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(clear.Message);
            return 1;
        }
    }
}
