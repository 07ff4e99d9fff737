using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Api.Dashboard.Upkeep.Projections;

/// <summary>
/// The page of projections. <c>Open</c> is the rebuild under way of this store's rows; <c>IsBusy</c> that there is one at all; <c>Last</c>
/// the last one that made a projection's rows, by its name.
/// </summary>
public sealed record ProjectionsModel(long Head, IReadOnlyList<ProjectionStatus> Projections, IReadOnlyDictionary<string, Rebuild> Last)
{
    public Rebuild? Open { get; init; }

    public bool IsBusy { get; init; }

    public bool MayCancel { get; init; }

    public IReadOnlyList<Rebuild> Latest { get; init; } = [];
}

/// <summary>Shows what is derived from the events, in which state it is, and its rebuild.</summary>
internal static class ProjectionsPage
{
    /// <summary>Most rebuilds listed.</summary>
    private const int ListMax = 10;

    public static void Map(IEndpointRouteBuilder settings)
    {
        settings.MapGet("/data", Show);
        settings.MapPost("/data/{name}/rebuild", Ask);
        settings.MapPost("/data/rebuilds/{id}/cancel", Cancel);
    }

    private static async Task<IResult> Show(Visit visit, RebuildTable table, RebuildDesk desk, LedgerReader ledger, CancellationToken stop)
    {
        var store = visit.Store.Name;
        var open = await table.Open(stop);
        return Page.Of<ProjectionsView>(visit,
            new ProjectionsModel(await ledger.Head(stop), await table.Projections(stop), await table.LastDone(store, stop))
            {
                Open = open is not null && RebuildDesk.IsSeenBy(store, open) ? open : null,
                IsBusy = open is not null,
                MayCancel = open is { IsToBeCancelled: false } && await desk.MayCancel(open, store, stop),
                Latest = await table.Latest(store, ListMax, stop),
            });
    }

    private static async Task<IResult> Ask(string name, Visit visit, RebuildDesk desk, CancellationToken stop)
    {
        var projections = Projection.Named(name);
        if (projections.Count == 0)
            return Page.Error(visit, 404, "There is no part of the data with this name.");
        var notice = await desk.Ask(projections, visit.Store.Name, visit.By, stop) switch
        {
            RebuildAnswer.Outdated old => new Notice(old.Why, IsFault: true),
            RebuildAnswer.UnderWay other => new Notice(other.Why, IsFault: true),
            _ => new Notice("The rebuild was asked for. What is shown stays as it is until it is done."),
        };
        return notice.Then(visit.Http, visit.Url("/settings/data"));
    }

    private static async Task<IResult> Cancel(string id, Visit visit, RebuildDesk desk, CancellationToken stop)
    {
        if (await desk.Find(id, visit.Store.Name, stop) is not { } rebuild)
            return Page.Error(visit, 404, "There is no such rebuild of this store.");
        if (!await desk.MayCancel(rebuild, visit.Store.Name, stop))
            return Page.Error(visit, 403, RebuildDesk.OfAllStores);
        var (isTold, now) = await desk.Cancel(rebuild, visit.By, stop);
        var notice = isTold ? new Notice("The rebuild is being cancelled. What is shown was not touched.")
            : new Notice($"This rebuild has ended already: it is {now.State}.", IsFault: true);
        return notice.Then(visit.Http, visit.Url("/settings/data"));
    }
}
