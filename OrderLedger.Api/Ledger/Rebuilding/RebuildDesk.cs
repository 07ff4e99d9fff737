namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>The answer to whoever asks for a rebuild.</summary>
public abstract record RebuildAnswer
{
    public sealed record Begun(Rebuild Rebuild) : RebuildAnswer;

    /// <summary>The rows of all stores must be made anew, which is no one store's to ask for.</summary>
    public sealed record Outdated(string Name) : RebuildAnswer
    {
        public string Why =>
            $"'{Name}' was made by an older build, so it must be rebuilt for all stores: run `rebuild {Name}` on the server.";
    }

    /// <summary>One at a time. <c>Open</c> is null where that one has ended just now.</summary>
    public sealed record UnderWay(Rebuild? Open, bool IsOurs) : RebuildAnswer
    {
        /// <summary>Whether the one who asked may end that one.</summary>
        public bool MayCancel { get; init; }

        public string Why => Open is null
            ? "Another rebuild was under way and has ended just now. Ask again."
            : IsOurs
            ? $"A rebuild is under way: {Open.Id} is {Open.State.Replace('_', ' ')}. {(MayCancel ? "Wait for it or cancel it." : "Wait for it.")}"
            : $"A rebuild of another store is under way: it is {Open.State.Replace('_', ' ')}. Ask again when it has ended.";
    }
}

/// <summary>Where somebody of one store asks for a rebuild of its rows, or for the end of one, while the server runs.</summary>
public sealed class RebuildDesk(RebuildTable table, RebuildRunner runner)
{
    /// <summary>Why a rebuild cannot be cancelled by a store that sees it.</summary>
    public const string OfAllStores = "This rebuild is of all stores, so no one store ends it: run `rebuild --cancel` on the server.";

    /// <summary>The only store's rebuild is one of all rows; of several stores each rebuilds its own.</summary>
    public async Task<RebuildAnswer> Ask(IReadOnlyList<Projection> projections, string store, Sender by, CancellationToken stop)
    {
        var rebuilt = await table.IsOnlyStore(store, stop) ? null : store;
        var outdated = (await table.Projections(stop)).FirstOrDefault(p => p.IsOutdated && projections.Contains(p.Projection));
        if (rebuilt is not null && outdated is not null)
            return new RebuildAnswer.Outdated(outdated.Projection.Name);
        if (await table.Ask(projections, rebuilt, by, stop) is not { } rebuild)
            return await table.Open(stop) is { } open
                ? new RebuildAnswer.UnderWay(open, IsSeenBy(store, open)) { MayCancel = await MayCancel(open, store, stop) }
                : new RebuildAnswer.UnderWay(null, false);
        runner.Wake();
        return new RebuildAnswer.Begun(rebuild);
    }

    /// <summary>The rebuild of that id, if it makes rows of this store.</summary>
    public async Task<Rebuild?> Find(string id, string store, CancellationToken stop) =>
        Guid.TryParse(id, out var known) && await table.Find(known, stop) is { } rebuild && IsSeenBy(store, rebuild) ? rebuild : null;

    /// <summary>
    /// A store ends its own rebuild. One of all stores only where it is the only store: cancelled by one of several, all would be left with
    /// older rows.
    /// </summary>
    public async Task<bool> MayCancel(Rebuild rebuild, string store, CancellationToken stop) =>
        rebuild.Store == store || (rebuild.Store is null && await table.IsOnlyStore(store, stop));

    /// <summary>Whether its end was asked for, which is not so where it has ended already; and the rebuild as it is now.</summary>
    public async Task<(bool IsTold, Rebuild Now)> Cancel(Rebuild rebuild, Sender by, CancellationToken stop)
    {
        var isTold = await table.Cancel(rebuild, by, stop);
        runner.Wake();
        return (isTold, await table.Find(rebuild.Id, stop) ?? rebuild);
    }

    /// <summary>Of a rebuild of another store only that there is one may be known.</summary>
    public static bool IsSeenBy(string store, Rebuild rebuild) => rebuild.Store is null || rebuild.Store == store;
}
