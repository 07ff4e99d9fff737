using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Shops;

/// <summary>The table of shops that can be asked. It is small and read whole.</summary>
public sealed class ShopTable(NpgsqlDataSource database)
{
    /// <summary>The way in of changes that no webhook brought.</summary>
    public const string CatchUpSource = "woocommerce-pull";

    /// <summary>The way in of orders that were imported from the shop.</summary>
    public const string ImportSource = "woocommerce-import";

    /// <summary>The way in of what a shop says while a status is written to it.</summary>
    public const string WriteBackSource = "woocommerce-write-back";

    /// <summary>All ways in from a shop itself, as SQL has a list: its webhook's and the three above.</summary>
    internal const string OwnSources = $"'woocommerce', '{CatchUpSource}', '{ImportSource}', '{WriteBackSource}'";

    private const string Columns = "store, url, credentials, caught_up_to, asked_at, problem";

    private readonly Actions actions = new(database);

    public Task<List<KnownShop>> All(CancellationToken stop) =>
        database.Query(Read, $"select {Columns} from ledger.ol_shop order by store", stop);

    public async Task<KnownShop?> Of(string store, CancellationToken stop) => (await database.Query(Read,
        $"select {Columns} from ledger.ol_shop where store = $1", stop, In(store))).SingleOrDefault();

    /// <summary>Makes the shop known, or sets its address and proof anew. What is asked for begins a day back.</summary>
    public Task Set(string store, string url, byte[] credentials, Sender by, CancellationToken stop) => actions.Record(
        new(store, ActionTypes.StoreChanged, AdminAction.Facts(("shop.to", url), ("shopCredentials", "changed"))), by,
        async (connection, inTime) =>
        {
            // Whoever has mended an address or a key does not want to wait for the rest of a long pause.
            await connection.Execute(
                """
                with shop as (update ledger.ol_subscription set url = $2, revision = revision + 1 where store = $1 and kind = 'shop' returning id)
                update ledger.ol_delivery set due_at = now() where state = 'waiting' and subscription in (select id from shop)
                """, inTime, In(store), In(url));
            return await connection.Execute(
                """
                insert into ledger.ol_shop (store, url, credentials, caught_up_to) values ($1, $2, $3, now() - interval '1 day')
                on conflict (store) do update set url = excluded.url, credentials = excluded.credentials, problem = null
                """, inTime, In(store), In(url), In(credentials)) == 1;
        }, stop);

    /// <summary>False when none was known.</summary>
    public Task<bool> Forget(string store, Sender by, CancellationToken stop) => actions.Record(
        new(store, ActionTypes.StoreChanged, AdminAction.Facts(("shop", "forgotten"))), by,
        async (connection, inTime) => await connection.Execute("delete from ledger.ol_shop where store = $1", inTime, In(store)) == 1, stop);

    /// <summary>Notes how far the shop was asked, and what went wrong if anything did.</summary>
    public Task Asked(string store, DateTimeOffset caughtUpTo, string? problem, CancellationToken stop) => database.Execute(
        "update ledger.ol_shop set caught_up_to = greatest(caught_up_to, $2), asked_at = now(), problem = $3 where store = $1", stop,
        In(store), In(caughtUpTo), In(problem));

    /// <summary>How far an import of this store came; null when none is unfinished.</summary>
    public async Task<ImportPosition?> Position(string store, CancellationToken stop) => (await database.Query(
        r => new ImportPosition(r.GetString(0), r.GetInt32(1)),
        "select import_from, import_page from ledger.ol_shop where store = $1 and import_page is not null", stop, In(store)))
        .SingleOrDefault();

    /// <summary>Null when it is finished.</summary>
    public Task Reached(string store, ImportPosition? position, CancellationToken stop) => database.Execute(
        "update ledger.ol_shop set import_from = $2, import_page = $3 where store = $1", stop,
        In(store), In(position?.From), In(position?.Page));

    /// <summary>The turn to ask a shop, to be given back by disposing; null when another server has it.</summary>
    public async Task<IAsyncDisposable?> Turn(string store, CancellationToken stop)
    {
        var connection = await database.OpenConnectionAsync(stop);
        try
        {
            if ((await connection.Rows(r => r.GetBoolean(0), $"select pg_try_advisory_lock({AdvisoryLocks.Shop}, hashtext($1))", stop, In(store)))[0])
                return new Turned(connection, store);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    private static KnownShop Read(NpgsqlDataReader r) =>
        new(r.GetString(0), r.GetString(1), r.GetFieldValue<byte[]>(2), r.GetFieldValue<DateTimeOffset>(3))
        {
            AskedAt = r.NullableValue<DateTimeOffset>(4),
            Problem = r.Nullable<string>(5),
        };

    private sealed class Turned(NpgsqlConnection connection, string store) : IAsyncDisposable
    {
        // A connection that broke has given it back already.
        public async ValueTask DisposeAsync()
        {
            if (connection.State == System.Data.ConnectionState.Open)
                await connection.Run($"select pg_advisory_unlock({AdvisoryLocks.Shop}, hashtext($1))", CancellationToken.None, In(store));
            await connection.DisposeAsync();
        }
    }
}
