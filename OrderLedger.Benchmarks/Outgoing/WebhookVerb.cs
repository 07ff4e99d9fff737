using System.CommandLine;

namespace OrderLedger.Benchmarks.Outgoing;

/// <summary>webhooks: what subscriptions cost the pushes, and how soon a receiver hears of one.</summary>
internal static class WebhookVerb
{
    private static readonly Option<int> Subscriptions = Asked.Number("--subscriptions", "Each is told of every event.", 10, 1, 50);
    private static readonly Option<int> Rate = Asked.Number("--rate", "Pushes a second.", 1_000, 1, 50_000);
    private static readonly Option<int> Seconds = Asked.Seconds(30);
    private static readonly Option<int> Rounds = Asked.Number("--rounds", "How often each is measured.", 3, 1, 20);
    private static readonly Option<int> Pushes = Asked.Number("--pushes", "Single pushes at the end, each waited for.", 200, 1, 10_000);

    public static Command Make()
    {
        var verb = new Command("webhooks",
            "Starts a server and a receiver, pushes without subscriptions and with them in turns, and waits until all is told.")
        {
            Subscriptions, Rate, Seconds, Rounds, Pushes,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        try
        {
            Console.WriteLine(await WebhookBench.Run(new(call.GetValue(Subscriptions), call.GetValue(Rate), call.GetValue(Seconds),
                call.GetValue(Rounds), call.GetValue(Pushes)), stop));
            return 0;
        }
        catch (TimeoutException late)
        {
            await Console.Error.WriteLineAsync(late.Message);
            return 1;
        }
    }
}
