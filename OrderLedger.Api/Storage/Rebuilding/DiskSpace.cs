using System.Globalization;
using Npgsql;
using static OrderLedger.Api.Storage.Sql;

namespace OrderLedger.Api.Storage.Rebuilding;

/// <summary>
/// Whether the disk can hold the new tables beside the old ones. Known only where PostgreSQL's folder is on this machine; elsewhere a full
/// disk ends the rebuild, and the live tables stay as they are.
/// </summary>
public sealed class DiskSpace(NpgsqlDataSource database, string? folder)
{
    /// <summary>The new tables, and what is written to the log of PostgreSQL on the way.</summary>
    private const double PerByte = 2.2;

    /// <exception cref="RebuildException">There is too little room; the message says how much is wanted.</exception>
    public async Task Assert(Rebuild rebuild, CancellationToken stop)
    {
        if (folder is null || !Directory.Exists(folder))
            return;
        var live = (await database.Query(r => r.GetInt64(0),
            "select coalesce(sum(pg_total_relation_size(('ledger.' || name)::regclass)), 0)::bigint from unnest($1) as name",
            stop, In(rebuild.Tables.ToArray())))[0];
        var (wanted, free) = ((long)(live * PerByte), new DriveInfo(folder).AvailableFreeSpace);
        if (free < wanted)
            throw new RebuildException(string.Create(CultureInfo.InvariantCulture,
                $"The rebuild needs about {wanted >> 20} MiB on the disk of {folder}, and {free >> 20} MiB are free."));
    }
}
