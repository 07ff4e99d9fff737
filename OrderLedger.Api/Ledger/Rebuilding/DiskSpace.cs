using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// Whether the disk can hold the new tables beside the old ones. <c>free</c> tells its free bytes, and is null where PostgreSQL's folder is
/// on another machine; there a full disk ends the rebuild, and the live tables stay as they are.
/// </summary>
public sealed class DiskSpace(NpgsqlDataSource database, Func<long>? free)
{
    /// <summary>The new tables, and what is written to the log of PostgreSQL on the way.</summary>
    private const double PerByte = 2.2;

    /// <summary>Free bytes; null where PostgreSQL's folder is on another machine.</summary>
    public long? Free => free?.Invoke();

    /// <exception cref="RebuildException">There is too little room; the message says how much is wanted.</exception>
    public async Task Assert(Rebuild rebuild, CancellationToken stop)
    {
        if (free is null)
            return;
        var live = (await database.Query(r => r.GetInt64(0),
            "select coalesce(sum(pg_total_relation_size(('ledger.' || name)::regclass)), 0)::bigint from unnest($1) as name",
            stop, In(rebuild.Tables.ToArray())))[0];
        var (wanted, left) = ((long)(live * PerByte), free());
        if (left < wanted)
            throw new RebuildException(string.Create(CultureInfo.InvariantCulture,
                $"The rebuild needs about {wanted >> 20} MiB beside the tables in use, and {left >> 20} MiB are free on the disk."));
    }
}
