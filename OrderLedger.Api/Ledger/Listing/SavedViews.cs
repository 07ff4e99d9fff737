using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Listing;

/// <summary>A name for what a list is narrowed to: the query string of its address.</summary>
public sealed record SavedView(string Name, string Query, string MadeBy);

/// <summary>The result of saving a view.</summary>
public enum ViewSaved { Made, Replaced, TooMany }

/// <summary>
/// The saved views of a store, shared by all who work with it. They hold filters and no search, whose words erasing would not reach; they
/// change neither an order nor who may do what, so they are no part of the proof.
/// </summary>
public sealed class SavedViews(NpgsqlDataSource database)
{
    /// <summary>Most views of a store.</summary>
    public const int CountMax = 30;

    /// <summary>Longest name, in characters.</summary>
    public const int NameMax = 40;

    /// <summary>Longest query string, in characters.</summary>
    public const int QueryMax = 2_000;

    public Task<List<SavedView>> Of(string store, CancellationToken stop) => database.Query(
        r => new SavedView(r.GetString(0), r.GetString(1), r.GetString(2)),
        "select name, query, made_by from ledger.ol_saved_view where store = $1 order by made_at, name", stop, In(store));

    /// <summary>Under a name that is taken, the view is replaced.</summary>
    public async Task<ViewSaved> Save(string store, SavedView view, CancellationToken stop)
    {
        var rows = await database.Query(r => r.GetBoolean(0),
            """
            insert into ledger.ol_saved_view as v (store, name, query, made_by)
            select $1, $2, $3, $4
             where exists (select from ledger.ol_saved_view where store = $1 and name = $2)
                or (select count(*) from ledger.ol_saved_view where store = $1) < $5
            on conflict (store, name) do update set query = excluded.query, made_by = excluded.made_by
            returning v.xmax = 0
            """, stop, In(store), In(view.Name), In(view.Query), In(view.MadeBy), In(CountMax));
        return rows.Count == 0 ? ViewSaved.TooMany : rows[0] ? ViewSaved.Made : ViewSaved.Replaced;
    }

    /// <summary>False when there is none of that name.</summary>
    public async Task<bool> Delete(string store, string name, CancellationToken stop) =>
        await database.Execute("delete from ledger.ol_saved_view where store = $1 and name = $2", stop, In(store), In(name)) == 1;
}
