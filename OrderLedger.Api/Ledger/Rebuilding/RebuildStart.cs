using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>The first step of a rebuild, in one transaction: empty new tables, and the ledger up to now divided into parts.</summary>
internal sealed class RebuildStart(NpgsqlDataSource database)
{
    /// <summary>Events that a part spans; it holds the streams that begin in it.</summary>
    private const int PartEvents = 20_000;

    /// <summary>Stands for the part that copies the other stores' rows; no event has such a place.</summary>
    private const long OtherStores = -1;

    public async Task<Rebuild> Begin(Rebuild rebuild, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        // The other stores' sums must be those of the head, so nothing may be written between the two.
        if (rebuild.Store is not null)
            await connection.Run(WriterLock.Take, stop);
        foreach (var name in rebuild.Tables)
            await connection.Run("select ledger.ol_build_table($1)", stop, In(name));
        // Sums are added to from the beginning, so these tables need their keys now; they are small.
        if (rebuild.Rebuilt.Contains(Projection.Kpi))
            foreach (var name in Projection.Kpi.Tables)
            {
                await connection.Run("select ledger.ol_index_table($1)", stop, In(name));
                if (rebuild.Store is not null)
                    await connection.Run($"insert into ledger.{name}__new select * from ledger.{name} where store <> $1", stop,
                        In(rebuild.Store));
            }
        var head = await connection.Run("select seq_id from ledger.mt_events where tenant_id <> '*' order by seq_id desc limit 1", stop);
        await connection.Run("""
            insert into ledger.ol_rebuild_part (rebuild, after, upto)
            select $1, after, least(after + $3, $2) from generate_series(0, $2 - 1, $3) as after
            """, stop, In(rebuild.Id), In(head), In((long)PartEvents));
        if (rebuild.Store is not null)
            await connection.Run("insert into ledger.ol_rebuild_part (rebuild, after, upto) values ($1, $2, $2)", stop, In(rebuild.Id),
                In(OtherStores));
        await connection.Run("update ledger.ol_rebuild set state = 'copying', head = $2, began_at = now() where id = $1", stop,
            In(rebuild.Id), In(head));
        await transaction.CommitAsync(stop);

        return rebuild with { State = RebuildState.Copying, Head = head };
    }

    /// <summary>
    /// How many events there are to replay. Apart from the beginning, for it takes its time and nobody should wait for it.
    /// </summary>
    public async Task<Rebuild> Count(Rebuild rebuild, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return rebuild with
        {
            Events = await connection.Run("""
                update ledger.ol_rebuild set events = (select count(*) from ledger.mt_events where seq_id <= $2 and tenant_id <> '*' and ($3::varchar is null or tenant_id = $3))
                 where id = $1 returning events
                """, stop, In(rebuild.Id), In(rebuild.Head), In(rebuild.Store)),
        };
    }
}
