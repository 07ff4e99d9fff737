using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Api.Cli.Seeding;

/// <summary>
/// The fast path of seed, for an empty ledger: events go in by thousands past the writer, and then all projections are made by a rebuild.
/// </summary>
internal static class BulkSeed
{
    /// <exception cref="UsageException">There are events already.</exception>
    public static async Task Import(
        NpgsqlDataSource database, IEnumerable<ImportedPart> parts, SeedProgress progress, CancellationToken stop)
    {
        await using var import = await EventImport.Begin(database, stop)
            ?? throw new UsageException("--bulk fills an empty ledger; this one holds events. Without --bulk orders are added by pushes.");
        var made = parts.GetEnumerator();
        // The next part is made while this one is on its way.
        for (var next = Made(made, stop); await next is { } part;)
        {
            next = Made(made, stop);
            await import.Add(part, stop);
            progress.Done(part.Streams.Count, part.Events.Count);
        }
        await import.Commit(Operator.Here, stop);
    }

    /// <exception cref="RebuildException">It came to nothing. The events are there, and the verb rebuild makes what is missing.</exception>
    public static async Task Project(Session session, CancellationToken stop)
    {
        var table = session.Get<RebuildTable>();
        var rebuild = await table.Ask(Projection.All, null, Operator.Here, stop)
            ?? throw new RebuildException("The events are there, but another rebuild is under way. When it has ended: rebuild");
        var ended = await RebuildProgress.Of(rebuild, table, () => RebuildVerb.Carry(session, rebuild.Id, stop), stop);
        if (ended.State != RebuildState.Done)
            throw new RebuildException($"The events are written, but the tables made of them are not: {ended.Error ?? ended.State}. Try again with: rebuild");
    }

    private static Task<ImportedPart?> Made(IEnumerator<ImportedPart> parts, CancellationToken stop) =>
        Task.Run(() => parts.MoveNext() ? parts.Current : null, stop);
}
