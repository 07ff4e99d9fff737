using System.CommandLine;

namespace OrderLedger.Api.Cli;

/// <summary>
/// verify: names each difference between what is shown and a fresh fold of the events. Changes nothing; exit code 1 when there is one.
/// </summary>
internal static class VerifyVerb
{
    private static readonly Option<string?> StoreName = new("--store") { Description = "Only this store." };
    private static readonly Option<string?> Since = new("--since")
    {
        Description = "Only orders with an event at this day or time (UTC unless it names a zone) or later. The sums are not counted again then.",
    };

    public static Command Make()
    {
        var verb = new Command("verify",
            "Computes every order and sum again from the events, and names each difference to the tables. Changes nothing. Exit code 1 if there is a difference.")
        {
            StoreName, Since, VerifyFile.Export, VerifyFile.Checkpoint, VerifyFile.Key, VerifyFile.Anchor,
        };
        verb.SetAction((call, stop) => VerifyFile.IsAsked(call)
            ? VerifyFile.Run(call, call.GetValue(StoreName) is not null || call.GetValue(Since) is not null, stop)
            : Session.Run(session => Run(Scope(call), session, stop), stop));
        return verb;
    }

    private static VerifyScope Scope(ParseResult call) => new(call.GetValue(StoreName), call.GetValue(Since) is not { } since ? null
        : JsonMembers.Time(since, TimeZoneInfo.Utc)
            ?? throw new UsageException($"--since takes a day or a time in ISO 8601, e.g. 2026-01-31, not '{since}'."));

    private static async Task<int> Run(VerifyScope scope, Session session, CancellationToken stop)
    {
        var stores = (await session.Get<StoreTable>().All(stop)).ToDictionary(s => s.Store.Name, s => s.Store);
        if (scope.Store is { } name && !stores.ContainsKey(name))
            throw new UsageException($"There is no store '{name}'. Known: {string.Join(", ", stores.Keys)}.");
        var verified = await session.Get<Verify>().Run(scope, stores, Show, stop);
        if (!Console.IsErrorRedirected)
            Console.Error.Write("\r");
        foreach (var fault in verified.Faults)
            Console.WriteLine(fault);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{verified.Events} events of {verified.Orders} orders, {Sums(scope, verified)}: {Found(scope, verified.Faults.Count)}."));
        if (verified.Faults.Count > 0)
            Console.WriteLine(Mended(scope, verified.Faults));
        return verified.Faults.Count == 0 ? 0 : 1;
    }

    private static string Sums(VerifyScope scope, Verified verified) =>
        (scope.Since is null ? string.Create(CultureInfo.InvariantCulture, $"{verified.KpiCells} KPI cells") : "KPIs not recounted")
        + (verified.Proof is { } proof
            ? string.Create(CultureInfo.InvariantCulture, $", {proof.Leaves} leaves, {proof.Checkpoints} checkpoints")
            : "");

    private static string Found(VerifyScope scope, int faults) => faults switch
    {
        0 => scope.Since is null ? "view = fold, KPI = recount" : "view = fold",
        1 => "1 difference",
        Verify.FaultsMax => $"{faults} differences or more; repair these and run it again",
        _ => $"{faults} differences",
    };

    private static string Mended(VerifyScope scope, IReadOnlyList<Fault> faults)
    {
        if (faults.Any(f => f.IsOfProof))
            return "The past differs from what was signed (docs/proof.md). Find out why before you rebuild: a rebuild would show the changed data as if it were right.";
        var projections = faults.Select(f => f.Projection).OfType<string>().Distinct().ToList();
        var rebuild = string.Join(" and ",
            projections.Select(p => $"'rebuild {p}{(scope.Store is { } store ? $" --store {store}" : "")}'"));
        return faults.Any(f => f.Projection is null)
            ? "A rebuild cannot repair differences in the events themselves: look at the backups."
                + (rebuild.Length == 0 ? "" : $" To repair the rest, run {rebuild}.")
            : $"To repair it, run {rebuild}.";
    }

    private static void Show(long events)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{events:N0} events ..."));
    }
}
