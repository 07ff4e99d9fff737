using System.Text.Json;
using Npgsql;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Domain.Proof;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>
/// Something done to the ledger itself. <c>Store</c> is null where it concerns all; <c>Data</c> says in strings what it was, and never holds a secret.
/// </summary>
public sealed record AdminAction(string? Store, string Type, IReadOnlyDictionary<string, string> Data)
{
    internal static AdminAction Erased(StreamKey order) => new(order.Store, ActionTypes.PersonalDataErased, Facts(("order", order.OrderId)));

    /// <summary>What there is to say, in the order it is said; what is null is left out.</summary>
    internal static Dictionary<string, string> Facts(params IEnumerable<(string Name, string? Value)> facts) =>
        facts.Where(f => f.Value is not null).ToDictionary(f => f.Name, f => f.Value!);
}

/// <summary>
/// Records administrative actions, each in its store's stream, chained and counted into the tree like an event, in one transaction with what it
/// is about: what was done is recorded exactly when it was done.
/// </summary>
public sealed class Actions(NpgsqlDataSource database)
{
    private const string WaitMax = "15s";

    public Task Record(AdminAction action, Sender by, CancellationToken stop) => Record(action, by, (_, _) => Task.FromResult(true), stop);

    /// <summary>False, and nothing recorded, when the change came to nothing.</summary>
    /// <param name="action">What is recorded.</param>
    /// <param name="by">Who did it and how.</param>
    /// <param name="change">Makes the change in the connection's transaction; false when there was nothing to change.</param>
    /// <param name="stop">Ends it with nothing done.</param>
    internal Task<bool> Record(AdminAction action, Sender by, Func<NpgsqlConnection, CancellationToken, Task<bool>> change, CancellationToken stop) =>
        Record(by, async (connection, inTime) => await change(connection, inTime) ? action : null, stop);

    /// <summary>As above, where only the change tells what is to be recorded; null when there was nothing to change.</summary>
    internal async Task<bool> Record(Sender by, Func<NpgsqlConnection, CancellationToken, Task<AdminAction?>> change, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        // As for a push: the lock before the place in the ledger, so that places rise with the commits.
        await connection.Run($"set local lock_timeout = '{WaitMax}'", stop);
        await connection.Run(BatchLoad.TakeLock, stop);
        if (await change(connection, stop) is not { } action)
            return false;
        await Append(connection, action, by, stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>In the connection's transaction, which holds the writer's lock.</summary>
    internal static async Task Append(NpgsqlConnection connection, AdminAction action, Sender by, CancellationToken stop)
    {
        var stream = ActionStreams.Of(action.Store);
        // A delivery is a push's: there is no column for it, and what is not kept cannot be proven.
        by = by with { DeliveryId = null };
        var (version, leaf, now) = (await connection.Rows(
            r => (r.GetInt64(0), r.Nullable<byte[]>(1), r.GetFieldValue<DateTimeOffset>(2)),
            """
            select coalesce(version, 0), leaf, clock_timestamp()
              from (values (1)) as one left join (select version, leaf from ledger.ol_action left join ledger.ol_leaf using (seq_id)
                                                   where store = $1 order by version desc limit 1) as latest on true
            """, stop, In(stream.OrderId)))[0];
        var latest = new Dictionary<StreamKey, byte[]>();
        if (leaf is not null)
            latest[stream] = leaf;

        var data = JsonSerializer.SerializeToElement(new Dictionary<string, string>(action.Data), StoredJson.Stored.DictionaryStringString);
        var subject = new Leaf(stream, version + 1, action.Type, Guid.CreateVersion7(), now, by, [], null);
        var proven = new Chain(await LeafRows.NextPlace(connection, stop), latest).Add(subject, data);
        await connection.Run("""
            with numbered as materialized (select nextval('ledger.mt_events_sequence') as seq_id),
            chained as (
                insert into ledger.ol_leaf (seq_id, place, leaf, personal, salt) select seq_id, $1, $2, $3, $4 from numbered
            )
            insert into ledger.ol_action (seq_id, id, store, version, type, data, actor, source, recorded_at, request_id)
            select seq_id, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13 from numbered
            """, stop,
            In(proven.Place), In(proven.Leaf), In(proven.Personal), In(proven.Salt),
            In(subject.EventId), In(stream.OrderId), In(subject.Version), In(subject.Type), In(data.GetRawText()),
            In(by.Actor), In(by.Source), In(now), In(by.RequestId));
    }
}
