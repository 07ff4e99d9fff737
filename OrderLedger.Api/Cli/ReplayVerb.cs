using System.CommandLine;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Cli;

/// <summary>
/// replay: carries refused pushes out again, oldest first; a server may run meanwhile. Exit code 1 when one is refused again.
/// </summary>
internal static class ReplayVerb
{
    private static readonly Option<string> StoreName = new("--store") { Description = "The store of the refused pushes.", Required = true };
    private static readonly Option<bool> All = new("--all") { Description = "All open pushes that the other options select." };
    private static readonly Option<string?> Id = new("--id") { Description = "Only the push with this id." };
    private static readonly Option<int?> Status = new("--status") { Description = "Only pushes that got this answer, e.g. 404." };
    private static readonly Option<string?> Path = new("--path") { Description = "Only pushes with this text in the path or the query." };
    private static readonly Option<string?> From = new("--from") { Description = "Only pushes that came at this day or time or later." };
    private static readonly Option<string?> To = new("--to") { Description = "Only pushes that came before this time, or up to the end of this day." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only list them." };

    public static Command Make()
    {
        var verb = new Command("replay",
            "Carries out refused pushes again, after the cause of the refusal is gone. The actor in the history is 'replay'.")
        {
            StoreName, All, Id, Status, Path, From, To, DryRun,
        };
        verb.SetAction((call, stop) => Session.Run(session => Replay(call, session, stop), stop));
        return verb;
    }

    private static async Task<int> Replay(ParseResult call, Session session, CancellationToken stop)
    {
        var name = call.GetRequiredValue(StoreName);
        var store = (await session.StoreNamed(name, stop)).Store;
        var ids = await Chosen(call, store, session.Get<RejectedPushes>(), stop);
        if (call.GetValue(DryRun))
        {
            foreach (var id in ids)
                if (await session.Get<RejectedPushes>().Find(name, id, stop) is { } push)
                    Show(push);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ids.Count} would be replayed."));
            return 0;
        }

        var (replayed, refused) = (0, 0);
        try
        {
            await OfflineReplay.Run((session.Get<Settings>(), session.Database), store, ids, Operator.Here, push =>
            {
                Show(push);
                _ = push.State == RejectedPush.Replayed ? replayed++ : refused++;
            }, stop);
        }
        catch (LedgerUnavailableException away)
        {
            await Console.Error.WriteLineAsync($"{away.Message} The pushes that were not tried are still open. Run it again.");
            return 1;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{replayed} replayed, {refused} refused again."));
        return refused == 0 ? 0 : 1;
    }

    private static async Task<IReadOnlyList<Guid>> Chosen(ParseResult call, Store store, RejectedPushes pushes, CancellationToken stop)
    {
        if (call.GetValue(All) == call.GetValue(Id) is not null)
            throw new UsageException("Give either --all or --id ID.");
        if (call.GetValue(Id) is { } id)
            return Guid.TryParse(id, out var known) && await pushes.Find(store.Name, known, stop) is not null
                ? [known]
                : throw new UsageException($"Store '{store.Name}' keeps no refused push '{id}'.");
        var (from, to) = (call.GetValue(From), call.GetValue(To));
        return await pushes.Oldest(new(store.Name)
        {
            Statuses = call.GetValue(Status) is { } status ? [status] : [],
            Path = call.GetValue(Path),
            From = from is null ? null : JsonMembers.Time(from, store.TimeZone) ?? throw NoTime("--from", from),
            To = to is null ? null : JsonMembers.Until(to, store.TimeZone) ?? throw NoTime("--to", to),
            Limit = RejectedPushes.RowsMax,
        }, stop);
    }

    private static UsageException NoTime(string option, string text) =>
        new($"{option} takes a day or a time in ISO 8601, e.g. 2026-01-31, not '{text}'.");

    private static void Show(RejectedPush push) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{push.Id}  {push.ReceivedAt:yyyy-MM-dd HH:mm:ss}  {push.Actor}  {push.Method} {push.Path}  {push.Status}  {push.State}")
        + (push.State == RejectedPush.Replayed ? "" : $"  {push.Reason}"));
}
