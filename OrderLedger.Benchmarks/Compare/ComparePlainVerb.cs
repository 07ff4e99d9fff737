using System.CommandLine;
using System.Diagnostics;
using OrderLedger.Api.LocalPostgres;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>compare-plain: the server against Marten and Wolverine.Http alone, in one run, on one PostgreSQL and by themselves.</summary>
internal static class ComparePlainVerb
{
    // An embedded PostgreSQL has a hundred connections. Prepared by use and not reset: as far as a connection string can help.
    private const string Tuning = ";Maximum Pool Size=64;Max Auto Prepare=100;No Reset On Close=true";

    // Built along with this project, into a folder of the same name: bin/Release/net10.0.
    private static readonly string Project = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../.."));

    private static readonly string PlainProgram =
        Path.Combine(Project, "Plain", Path.GetRelativePath(Project, AppContext.BaseDirectory), "Plain.dll");

    private static readonly Option<int> Seconds = Asked.Number("--seconds", "Length of each stretch.", 5, 1, 60);
    private static readonly Option<int> Rounds =
        Asked.Number("--rounds", "How often each is measured; the median ratio is shown.", 5, 1, 20);

    public static Command Make()
    {
        var verb = new Command("compare-plain",
            "Starts this server and Marten with Wolverine.Http alone (Plain/), measures them in turns, prints ratios in Markdown.")
        {
            Seconds, Rounds,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        using var cluster = new ScratchFolder();
        using var own = new ScratchFolder();
        await using var postgres = await EmbeddedPostgres.Start(new() { DataDirectory = cluster.Path }, stop);
        await Migrate(postgres.ConnectionString, stop);

        Task<ApiProcess> Mine() => ApiProcess.StartOn(postgres.ConnectionString, own.Path, stop);
        Task<ApiProcess> Plain() => ApiProcess.Start(PlainProgram,
            [("ConnectionStrings__Plain", postgres.ConnectionString + Tuning), ("Key", ApiProcess.Key)], stop);
        var starts = await Starts.Measure(Mine, Plain, call.GetValue(Rounds), stop);

        await using var mine = await Mine();
        await using var plain = await Plain();
        var comparison = new BuildComparison(new(mine, cluster.Path), new(plain, cluster.Path), call.GetValue(Seconds), "plain");
        await comparison.Run((mine.Target, plain.Target), call.GetValue(Rounds), stop);
        Console.WriteLine(comparison.Report());
        Console.WriteLine();
        Console.WriteLine(starts.Report(mine.Id, plain.Id));
        return 0;
    }

    private static async Task Migrate(string postgres, CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet", [ApiProcess.Program, "migrate"]);
        start.Environment["ConnectionStrings__Ledger"] = postgres;
        using var verb = Process.Start(start)!;
        await verb.WaitForExitAsync(stop);
        if (verb.ExitCode != 0)
            throw new InvalidOperationException("migrate has failed.");
    }
}
