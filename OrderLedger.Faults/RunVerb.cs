using System.CommandLine;
using System.Globalization;
using OrderLedger.Faults.Scenarios;

namespace OrderLedger.Faults;

/// <summary>run: one scenario, with one seed or with several in a row.</summary>
internal static class RunVerb
{
    private static readonly Option<string> Name = new("--scenario") { Description = "Which one; list names them.", Required = true };
    private static readonly Option<int> Seed = new("--seed") { Description = "The first seed.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Seeds = new("--seeds") { Description = "How many seeds in a row.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long each one is played.", DefaultValueFactory = _ => 30 };

    public static Command Make()
    {
        Name.AcceptOnlyFromAmong([.. AllScenarios.All.Select(s => s.Name)]);
        var verb = new Command("run", "Plays a scenario and checks the promises. Ends with 1 at the first that is broken.")
        {
            Name, Seed, Seeds, Seconds,
        };
        verb.SetAction(Run);
        return verb;
    }

    public static Command MakeList()
    {
        var verb = new Command("list", "Names the scenarios.");
        verb.SetAction(_ =>
        {
            foreach (var scenario in AllScenarios.All)
                Console.WriteLine($"{scenario.Name,-20} {scenario.About}");
        });
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        var scenario = AllScenarios.Named(call.GetRequiredValue(Name));
        var first = call.GetValue(Seed);
        for (var seed = first; seed < first + call.GetValue(Seeds); seed++)
            if (!await IsKept(scenario, seed, TimeSpan.FromSeconds(call.GetValue(Seconds)), Console.Out, stop))
                return 1;
        return 0;
    }

    /// <summary>Plays one and prints seed, schedule and outcome.</summary>
    public static async Task<bool> IsKept(Scenario scenario, int seed, TimeSpan length, TextWriter output, CancellationToken stop)
    {
        await output.WriteLineAsync($"{scenario.Name} --seed {seed} --seconds {length.TotalSeconds:0}");
        var result = await Faults.Run.Of(scenario, seed, length, output, stop);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  {result.Acknowledged:N0} acknowledged, {result.Refused:N0} refused, {result.Unanswered:N0} unanswered: {(result.Broken.Count == 0 ? "every promise was kept" : $"{result.Broken.Count} broken")}"));
        foreach (var broken in result.Broken.Take(10))
            await output.WriteLineAsync($"  - {broken}");
        return result.Broken.Count == 0;
    }
}
