using Npgsql;
using OrderLedger.Api.Ledger;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Benchmarks.Rebuilds;

/// <summary>Orders with consecutive numbers as ids, and the highest version each was seen at.</summary>
internal sealed class KnownOrders(long firstId, int[] versions)
{
    /// <summary>Most orders pushed to and looked at.</summary>
    private const int OrdersMax = 20_000;

    public long FirstId => firstId;

    public int Count => versions.Length;

    public static async Task<KnownOrders> Of(NpgsqlDataSource database, CancellationToken stop)
    {
        var rows = await database.Query(r => (Id: r.GetInt64(0), Version: (int)r.GetInt64(1)),
            "select id::bigint, version from ledger.mt_streams where id ~ '^[0-9]{1,15}$' order by id::bigint limit $1",
            stop, In(OrdersMax));
        return rows.Count > 0 && rows[^1].Id - rows[0].Id == rows.Count - 1
            ? new(rows[0].Id, [.. rows.Select(r => r.Version)])
            : throw new InvalidOperationException("The seeded orders are not numbered one after the other.");
    }

    public int VersionOf(long order) => Volatile.Read(ref versions[order - firstId]);

    public void Saw(long order, int version)
    {
        ref var seen = ref versions[order - firstId];
        for (var known = Volatile.Read(ref seen); known < version;)
        {
            var before = Interlocked.CompareExchange(ref seen, version, known);
            known = before == known ? version : before;
        }
    }
}
