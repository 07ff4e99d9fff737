using System.CommandLine;
using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Api.Cli;

/// <summary>
/// rebuild: makes projections anew beside the live ones and swaps them; a server may run meanwhile. One that was interrupted goes on. Exit
/// code 1 when it failed or was cancelled.
/// </summary>
internal static class RebuildVerb
{
    private static readonly Argument<string> Name = new("projection")
    {
        Description = $"One of: {string.Join(", ", Projection.All.Select(p => p.Name))}; or {Projection.AllName}.",
        DefaultValueFactory = _ => Projection.AllName,
    };

    private static readonly Option<string?> StoreName =
        new("--store") { Description = "Only the rows of this store; the others' go over as they are." };
    private static readonly Option<bool> Cancel = new("--cancel") { Description = "Cancel the rebuild that is under way." };
    private static readonly Option<bool> DropOld = new("--drop-old") { Description = "Remove the tables that the last rebuild replaced." };

    public static Command Make()
    {
        var verb = new Command("rebuild",
            "Builds the tables again from the events, beside those in use, and swaps them. Pushes and reads go on.")
        {
            Name, StoreName, Cancel, DropOld,
        };
        verb.SetAction((call, stop) => Session.Run(session => Run(call, session, stop), stop));
        return verb;
    }

    private static async Task<int> Run(ParseResult call, Session session, CancellationToken stop)
    {
        var table = session.Get<RebuildTable>();
        if (call.GetValue(Cancel))
            return await CancelOpen(table, stop);
        if (call.GetValue(DropOld))
            return await Drop(table, stop);

        var name = call.GetRequiredValue(Name);
        var projections = Projection.Named(name);
        if (projections.Count == 0)
            throw new UsageException($"There is no projection '{name}'. Known: {string.Join(", ", Projection.All.Select(p => p.Name))}, {Projection.AllName}.");
        await AssertStore(call.GetValue(StoreName), projections, session, stop);

        var rebuild = await table.Open(stop);
        if (rebuild is not null && !IsAsked(rebuild, projections, call.GetValue(StoreName)))
            throw new UsageException($"A rebuild of {Said(rebuild)} is under way. Wait for it, or: rebuild --cancel");
        rebuild ??= await table.Ask(projections, call.GetValue(StoreName), Operator.Here, stop)
            ?? throw new UsageException("Another rebuild has begun just now. Wait for it, or: rebuild --cancel");
        return Report(await RebuildProgress.Of(rebuild, table, () => Carry(session, rebuild.Id, stop), stop));
    }

    /// <summary>Until it has ended. A running server may have taken it already; then this only watches.</summary>
    internal static async Task Carry(Session session, Guid id, CancellationToken stop)
    {
        try
        {
            while (await session.Get<RebuildTable>().Find(id, stop) is { HasEnded: false })
                if (await session.Get<Rebuilder>().Run(stop) is null)
                    await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
        }
        catch (NpgsqlException away) when (away is not PostgresException)
        {
            throw new UsageException($"The database is away: {away.Message} The rebuild goes on when a server or this verb is started again.");
        }
    }

    private static async Task AssertStore(string? store, IReadOnlyList<Projection> projections, Session session, CancellationToken stop)
    {
        if (store is null)
            return;
        await session.AnyStoreNamed(store, stop);
        var outdated = (await session.Get<RebuildTable>().Projections(stop)).Where(p => p.IsOutdated && projections.Contains(p.Projection))
            .ToList();
        if (outdated.Count > 0)
            throw new UsageException($"'{outdated[0].Projection.Name}' was made by an older build. Rebuild it for all stores, without --store.");
    }

    private static bool IsAsked(Rebuild rebuild, IReadOnlyList<Projection> projections, string? store) =>
        rebuild.Store == store && rebuild.Projections.Order().SequenceEqual(projections.Select(p => p.Name).Order());

    private static async Task<int> CancelOpen(RebuildTable table, CancellationToken stop)
    {
        if (await table.Open(stop) is not { } rebuild)
        {
            Console.WriteLine("No rebuild is under way.");
            return 0;
        }
        await table.Cancel(rebuild, Operator.Here, stop);
        Console.WriteLine($"The rebuild of {Said(rebuild)} will be cancelled.");
        return 0;
    }

    private static async Task<int> Drop(RebuildTable table, CancellationToken stop)
    {
        var dropped = await table.DropOld(stop);
        Console.WriteLine(dropped.Count == 0
            ? "There are no old tables."
            : $"Removed: {string.Join(", ", dropped.Select(t => $"ledger.{t}__old"))}.");
        return 0;
    }

    private static int Report(Rebuild rebuild)
    {
        var seconds = Math.Max(0.001, ((rebuild.EndedAt ?? DateTimeOffset.UtcNow) - (rebuild.BeganAt ?? rebuild.AskedAt)).TotalSeconds);
        Console.WriteLine(rebuild.State switch
        {
            RebuildState.Done => string.Create(CultureInfo.InvariantCulture,
                $"Rebuilt {Said(rebuild)}: {rebuild.Done:N0} events in {seconds:N1} s ({rebuild.Done / seconds:N0}/s). The old tables are kept until the next rebuild or: rebuild --drop-old"),
            RebuildState.Failed => $"The rebuild of {Said(rebuild)} failed: {rebuild.Error} The tables in use are as they were.",
            var state => $"The rebuild of {Said(rebuild)} is {state}. The tables in use are as they were.",
        });
        return rebuild.State == RebuildState.Done ? 0 : 1;
    }

    private static string Said(Rebuild rebuild) =>
        $"{string.Join(", ", rebuild.Projections)}{(rebuild.Store is { } store ? $" of store '{store}'" : "")}";
}
