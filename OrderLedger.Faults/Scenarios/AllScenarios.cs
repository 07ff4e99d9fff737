namespace OrderLedger.Faults.Scenarios;

/// <summary>Every scenario, and those that are short enough for each build.</summary>
internal static class AllScenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new KillApi(), new KillInTurn(), new KillPostgres(), new KillBackend(), new FreezePostgres(), new FreezeApi(),
        new StopWhileFrozen(), new CutLinks(), new CutCommits(), new Duplicates(), new Shuffled(),
        new IdleSockets(), new SmallPool(), new SmallMemory(), new Everything(),
    ];

    public static Scenario Named(string name) => All.First(s => s.Name == name);
}
