namespace OrderLedger.Api.Ledger.Auditing;

/// <summary>
/// Finds the newest entries that pass a filter, in windows from the newest place downwards. The first window is walked entry by entry: what
/// is common is found there. The next ones grow, and are looked through by the summaries of <c>ol_entry_by_word</c>: what is rare or absent
/// is found there, or not.
/// </summary>
internal sealed class AuditWalk(NpgsqlConnection connection, AuditFilter filter)
{
    private const long WalkedFirst = 10_000;
    private const long WalkedMax = 40_000;
    private const long Growth = 8;
    private const long Shrinkage = 4;

    /// <summary>
    /// A window with more finds than this is divided, or walked: finds come in the order of the table, and to sort them all would take too
    /// long.
    /// </summary>
    private const int FindsMax = 2_000;

    private string? used;

    /// <summary>The newest of the entries after one place and not after another; runs in a transaction.</summary>
    public async Task<List<AuditLine>> Newest((long After, long Upto) places, int count, CancellationToken stop)
    {
        var (after, upto) = places;
        if (after >= upto || count == 0)
            return [];
        // The plan for a common value is wrong for a rare one, and to start a second process takes longer than the search.
        await connection.Run("set local plan_cache_mode = force_custom_plan; set local max_parallel_workers_per_gather = 0", stop);
        var low = Math.Max(after, upto - WalkedFirst);
        var found = await Walked((low, upto), count, stop);
        var (size, mayGrow) = (WalkedFirst * Growth, true);
        for (upto = low; found.Count < count && upto > after;)
        {
            low = Math.Max(after, upto - size);
            var (lines, finds) = await Searched((low, upto), count - found.Count, stop);
            if (finds > FindsMax && upto - low > WalkedMax)
            {
                (size, mayGrow) = ((upto - low) / Shrinkage, false);
                continue;
            }
            found.AddRange(finds > FindsMax ? await Walked((low, upto), count - found.Count, stop) : lines);
            upto = low;
            if (mayGrow)
                size *= Growth;
        }
        return found;
    }

    private async Task<List<AuditLine>> Walked((long After, long Upto) places, int count, CancellationToken stop)
    {
        await Use("set local enable_indexscan = on", stop);
        var where = In(places);
        return await connection.Rows(AuditRows.Entry,
            $"select {AuditRows.EntryColumns} from ledger.ol_entry where {where.Sql} order by seq_id desc limit {count}",
            stop, where.Parameters);
    }

    private async Task<(IEnumerable<AuditLine> Lines, long Finds)> Searched((long After, long Upto) places, int count,
        CancellationToken stop)
    {
        // What is left to choose from is the summaries.
        await Use("set local enable_seqscan = off; set local enable_indexscan = off; set local enable_indexonlyscan = off", stop);
        var where = In(places);
        var rows = await connection.Rows(r => (Line: AuditRows.Entry(r), Finds: r.GetInt64(AuditRows.EntryColumnCount)),
            $"""
             with found as materialized (select seq_id from ledger.ol_entry where {where.Sql} limit {FindsMax + 1})
             select {AuditRows.EntryColumns}, (select count(*) from found)
               from ledger.ol_entry where seq_id = any(array(select seq_id from found order by seq_id desc limit {count})) order by seq_id desc
             """, stop, where.Parameters);
        return (rows.Select(r => r.Line), rows.Count == 0 ? 0 : rows[0].Finds);
    }

    private async Task Use(string settings, CancellationToken stop)
    {
        if (used != settings)
            await connection.Run(settings, stop);
        used = settings;
    }

    private AuditWhere In((long After, long Upto) places)
    {
        var where = AuditWhere.OfEntries(filter);
        where.Add($"seq_id > {where.In(places.After)} and seq_id <= {where.In(places.Upto)}");
        return where;
    }
}
