using System.CommandLine;

namespace OrderLedger.Benchmarks.Pages;

/// <summary>pages and live: what the dashboard costs the one who waits for it, and the server.</summary>
internal static class PagesVerb
{
    private static readonly Option<int> Events = Asked.Number("--events", "Events in the ledger, about.", 300_000, 1_000, 10_000_000);
    private static readonly Option<int> Rounds =
        Asked.Number("--rounds", "How often each page is asked for, after the first time.", 20, 3, 1_000);
    private static readonly Option<int> Connections =
        Asked.Number("--connections", "Browsers that are told what changes.", 1_000, 1, 20_000);
    private static readonly Option<int> Pushes = Asked.Number("--pushes", "Of which each browser shall hear.", 50, 1, 10_000);

    public static Command Make()
    {
        var verb = new Command("pages", "Starts a server, seeds it in bulk, signs in and asks for each page of the dashboard.") { Events,
            Rounds };
        verb.SetAction((call, stop) => Said(async () => await PagesBench.Run(call.GetValue(Events), call.GetValue(Rounds), stop)));
        return verb;
    }

    public static Command MakeLive()
    {
        var verb = new Command("live",
            "Starts a server, opens connections to /live, and measures their memory and when they hear of a push.") { Connections, Pushes };
        verb.SetAction((call, stop) =>
            Said(async () => (await LiveBench.Run(call.GetValue(Connections), call.GetValue(Pushes), stop)).ToString()));
        return verb;
    }

    private static async Task<int> Said(Func<Task<string>> run)
    {
        try
        {
            Console.WriteLine(await run());
            return 0;
        }
        catch (Exception clear) when (clear is InvalidOperationException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(clear.Message);
            return 1;
        }
    }
}
