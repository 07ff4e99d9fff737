using OrderLedger.Faults.Checks;

namespace OrderLedger.Faults;

/// <summary>How a run ended.</summary>
/// <param name="Acknowledged">Pushes that were answered with 200.</param>
/// <param name="Refused">Tries answered with 503.</param>
/// <param name="Unanswered">Tries without an answer.</param>
/// <param name="Broken">The broken promises, a sentence each; empty when all were kept.</param>
internal sealed record RunResult(int Acknowledged, int Refused, int Unanswered, IReadOnlyList<string> Broken);

/// <summary>One scenario with one seed: set up, played round after round, healed, and checked.</summary>
internal static class Run
{
    /// <summary>Keeps its folder, with diaries and logs, only when a promise was broken.</summary>
    public static async Task<RunResult> Of(Scenario scenario, int seed, TimeSpan length, TextWriter schedule, CancellationToken stop)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"orderledger-run-{Guid.NewGuid():n}");
        RunResult result;
        await using (var stage = await Stage.SetUp(scenario.Plan, folder, schedule))
        {
            await Play(stage, scenario, seed, length, stop);
            await stage.Traffic.End();
            IReadOnlyList<string> untold = stage.Receiver is { } receiver ? await Deliveries.Broken(receiver, stage.Sql) : [];
            await End(stage);
            var counts = stage.Traffic.Counts;
            result = new(counts.Acknowledged, counts.Refused, counts.Unanswered,
            [
                .. stage.Broken, .. untold, .. counts.Wrong,
                .. await Promises.Broken(stage.Sql, stage.Traffic.Folder, stage.ProofFolder),
            ]);
        }
        if (result.Broken.Count == 0)
            Directory.Delete(folder, recursive: true);
        else
            await schedule.WriteLineAsync($"  kept in {folder}");
        return result;
    }

    private static async Task Play(Stage stage, Scenario scenario, int seed, TimeSpan length, CancellationToken stop)
    {
        var random = new Random(seed);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(stop);
        time.CancelAfter(length);
        do
        {
            await scenario.Play(stage, random);
            await stage.Healed();
        }
        while (!time.IsCancellationRequested && stage.Broken.Count == 0);
    }

    // In order, so that what they had to write is written.
    private static async Task End(Stage stage)
    {
        foreach (var server in stage.Servers)
            if (await server.Terminate() is not 0 and var code)
                stage.Break($"a server that was asked to end ended with {code}");
    }
}
