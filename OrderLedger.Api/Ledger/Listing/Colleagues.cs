using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Listing;

/// <summary>The names that orders of a store are assigned to.</summary>
public sealed class Colleagues(NpgsqlDataSource database)
{
    /// <summary>Most names offered.</summary>
    public const int CountMax = 50;

    /// <summary>In the order of the alphabet. Reads one row of the index for each name, however many orders bear it.</summary>
    public Task<List<string>> Of(string store, CancellationToken stop) => database.Query(r => r.GetString(0),
        $"""
         with recursive known (name) as (
             (select assigned_to from ledger.mt_doc_order where tenant_id = $1 and assigned_to is not null order by assigned_to limit 1)
             union all
             select (select o.assigned_to from ledger.mt_doc_order o
                      where o.tenant_id = $1 and o.assigned_to is not null and o.assigned_to > k.name order by o.assigned_to limit 1)
               from known k where k.name is not null)
         select name from known where name is not null limit {CountMax}
         """, stop, In(store));
}
