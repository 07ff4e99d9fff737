using OrderLedger.Api.Ledger.Schema;

namespace OrderLedger.Faults.Checks;

/// <summary>
/// Looks into the database after a run and says which promise was broken. Trusts nothing but the events and what the clients wrote down.
/// </summary>
internal static class Promises
{
    /// <summary>The broken ones, a sentence each; empty when all were kept.</summary>
    /// <param name="database">The ledger's, with nobody writing.</param>
    /// <param name="diaries">The folder of the clients' diaries.</param>
    /// <param name="proofFolder">Where the server publishes its checkpoints; null when it makes none.</param>
    public static async Task<IReadOnlyList<string>> Broken(NpgsqlDataSource database, string diaries, string? proofFolder)
    {
        var told = DiaryReader.Read(diaries);
        var kept = await Kept.Read(database);
        return
        [
            .. Once(told, kept), .. InOrder(told), .. await Versions(database), .. await NewestWins(database, told),
            .. await Shown(database, proofFolder), .. await IsMarten(database),
        ];
    }

    // An acknowledged push is there exactly once, at the version that each of its answers names; any other at most once.
    private static IEnumerable<string> Once(IReadOnlyDictionary<string, Told> told, ILookup<string, Kept> kept)
    {
        foreach (var push in told.Values)
        {
            var events = kept[push.Key].ToList();
            if (events.Count > 1)
                yield return $"{push.Key} is in the ledger {events.Count} times";
            if (push.AcknowledgedAt is not null && push.HasChanged && events.Count == 0)
                yield return $"{push.Key} was acknowledged and is not in the ledger";
            if (push.Versions.Distinct().Count() > 1)
                yield return $"{push.Key} was answered with versions {string.Join(" and ", push.Versions.Distinct())}";
            if (events.Count == 1 && push.Versions.Count > 0 && push.Versions[0] != events[0].Version)
                yield return $"{push.Key} was answered with version {push.Versions[0]} and is in the ledger as version {events[0].Version}";
        }
        foreach (var strange in kept.Where(k => k.Key.StartsWith("push-", StringComparison.Ordinal) && !told.ContainsKey(k.Key)))
            yield return $"{strange.Key} is in the ledger, and nobody sent it";
    }

    // What was acknowledged before the next was sent has the lower version.
    private static IEnumerable<string> InOrder(IReadOnlyDictionary<string, Told> told)
    {
        foreach (var order in told.Values.Where(t => t.Versions.Count > 0 && t.HasChanged).GroupBy(t => t.Order))
        {
            var (highest, answered) = (0L, new PriorityQueue<Told, int>());
            foreach (var push in order.OrderBy(t => t.InvokedAt))
            {
                while (answered.TryPeek(out var before, out var at) && at < push.InvokedAt)
                    highest = Math.Max(highest, answered.Dequeue().Versions[0]);
                if (push.Versions[0] <= highest)
                    yield return $"{push.Key} has version {push.Versions[0]}, though version {highest} was acknowledged before it was sent";
                answered.Enqueue(push, push.AcknowledgedAt!.Value);
            }
        }
    }

    private static async Task<IEnumerable<string>> Versions(NpgsqlDataSource database) => await database.Query(
        r => $"stream {r.GetString(0)}/{r.GetString(1)} has {r.GetInt64(2)} events up to version {r.GetInt64(3)}, and says {r.GetInt64(4)}",
        """
        select e.tenant_id, e.stream_id, count(*), max(e.version), s.version
        from ledger.mt_events e join ledger.mt_streams s on s.tenant_id = e.tenant_id and s.id = e.stream_id
        group by e.tenant_id, e.stream_id, s.version
        having count(*) <> max(e.version) or max(e.version) <> s.version or min(e.version) <> 1
        """, CancellationToken.None);

    // However they came in: the order has the status with the latest time of what was acknowledged.
    private static async Task<IEnumerable<string>> NewestWins(NpgsqlDataSource database, IReadOnlyDictionary<string, Told> told)
    {
        var statuses = (await database.Query(r => (r.GetString(0), r.GetString(1)),
            "select id, status from ledger.mt_doc_order where tenant_id = 'default'", CancellationToken.None)).ToDictionary();
        return told.Values.Where(t => t.OccurredAt is not null && t.AcknowledgedAt is not null).GroupBy(t => t.Order)
            .Select(order => order.MaxBy(t => t.OccurredAt)!)
            .Where(newest => statuses[$"{newest.Order}"] != newest.Status)
            .Select(newest => $"order {newest.Order} is {statuses[$"{newest.Order}"]}, and its newest push says {newest.Status}");
    }

    // The views are the fold of the events, the KPIs their recount, and every checkpoint is consistent with the events.
    private static async Task<IEnumerable<string>> Shown(NpgsqlDataSource database, string? proofFolder)
    {
        var stores = (await new StoreTable(database).All(CancellationToken.None)).ToDictionary(s => s.Store.Name, s => s.Store);
        return (await new Verify(database, proofFolder).Run(stores, null, CancellationToken.None)).Faults.Select(f => f.ToString());
    }

    private static async Task<IEnumerable<string>> IsMarten(NpgsqlDataSource database)
    {
        try
        {
            await LedgerSchema.AssertMarten(database, CancellationToken.None);
            return [];
        }
        catch (SchemaException other)
        {
            return [other.Message];
        }
    }

    private sealed record Kept(string Key, long Version)
    {
        public static async Task<ILookup<string, Kept>> Read(NpgsqlDataSource database) => (await database.Query(
            r => new Kept(r.GetString(0), r.GetInt64(1)),
            "select correlation_id, version from ledger.mt_events where tenant_id <> '*' and correlation_id is not null",
            CancellationToken.None)).ToLookup(k => k.Key);
    }
}
