using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Auditing;

/// <summary>A change of an order's status, named by the version that it gave the order. As text "VERSION:ORDER".</summary>
public sealed record ChangeMade(string OrderId, long Version)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}:{OrderId}");

    /// <summary>Null where it is no such text.</summary>
    public static ChangeMade? Parse(string? text) => text?.Split(':', 2) is [var version, { Length: > 0 } id]
        && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(id, number) : null;
}

/// <summary>
/// A change and what came after it. <c>Change</c> is null where the order has no such change of that delivery, <c>Order</c> where there is
/// no such order. <c>IsLast</c>: the status was not changed again.
/// </summary>
public sealed record ChangeSince(ChangeMade Made, StatusChanged? Change, Order? Order, bool IsLast);

/// <summary>Reads changes of statuses, many at once.</summary>
public sealed class StatusChanges(NpgsqlDataSource database)
{
    /// <summary>In the order they are named.</summary>
    /// <param name="store">The store of the orders.</param>
    /// <param name="delivery">The delivery that brought the changes; those of another are not there.</param>
    /// <param name="made">The changes.</param>
    /// <param name="stop">Ends the reading.</param>
    public Task<List<ChangeSince>> Since(string store, string delivery, IReadOnlyCollection<ChangeMade> made, CancellationToken stop) =>
        database.Query(
            r => new ChangeSince(new(r.GetString(0), r.GetInt64(1)),
                r.IsDBNull(2) ? null : (StatusChanged)EventTypes.Read(Changed, r.GetString(2)),
                r.IsDBNull(3) ? null : JsonSerializer.Deserialize(r.GetString(3), StoredJson.Stored.Order),
                r.GetBoolean(4)),
            $"""
             select asked.id, asked.version, e.data::text, o.data::text,
                    not exists (select from ledger.mt_events later
                                 where later.tenant_id = $1 and later.stream_id = asked.id and later.version > asked.version and later.type = '{Changed}')
               from unnest($2, $3) with ordinality as asked (id, version, place)
               left join ledger.mt_events e on e.tenant_id = $1 and e.stream_id = asked.id and e.version = asked.version
                     and e.type = '{Changed}' and e.causation_id = $4
               left join ledger.mt_doc_order o on o.tenant_id = $1 and o.id = asked.id
              order by asked.place
             """, stop, In(store), Column(made, m => m.OrderId), Column(made, m => m.Version), In(delivery));

    private static readonly string Changed = EventTypes.NameOf<StatusChanged>();
}
