using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>The rebuilds that were asked for, and the versions of the projections.</summary>
public sealed class RebuildTable(NpgsqlDataSource database)
{
    private const string Columns =
        """
        r.id, r.projections, r.store, r.actor, r.state, r.head, r.events, r.done + coalesce((select sum(p.events)::bigint from ledger.ol_rebuild_part p
        where p.rebuild = r.id), 0), r.cancel, r.error, r.asked_at, r.began_at, r.ended_at
        """;

    private readonly Actions actions = new(database);

    /// <summary>Asks for a rebuild; null when one is under way, for two would be in each other's way.</summary>
    public async Task<Rebuild?> Ask(IReadOnlyList<Projection> projections, string? store, Sender by, CancellationToken stop)
    {
        var (id, names) = (Guid.CreateVersion7(), projections.Select(p => p.Name).ToArray());
        var action = new AdminAction(store, ActionTypes.RebuildAsked,
            AdminAction.Facts(("id", id.ToString()), ("projections", string.Join(',', names))));
        return await actions.Record(action, by, async (connection, inTime) => await connection.Execute(
            """
            insert into ledger.ol_rebuild (id, projections, store, actor, state) values ($1, $2, $3, $4, 'waiting')
            on conflict ((true)) where ended_at is null do nothing
            """, inTime, In(id), In(names), In(store), In(by.Actor)) == 1, stop) ? await Find(id, stop) : null;
    }

    public async Task<Rebuild?> Find(Guid id, CancellationToken stop) => (await database.Query(Read,
        $"select {Columns} from ledger.ol_rebuild r where r.id = $1", stop, In(id))).SingleOrDefault();

    /// <summary>The rebuild that is under way or waits to be, or null.</summary>
    public async Task<Rebuild?> Open(CancellationToken stop) => (await database.Query(Read,
        $"select {Columns} from ledger.ol_rebuild r where r.ended_at is null", stop)).SingleOrDefault();

    /// <summary>The newest rebuilds that made rows of this store: its own and those of all stores.</summary>
    public async Task<IReadOnlyList<Rebuild>> Latest(string store, int count, CancellationToken stop) => await database.Query(Read,
        $"select {Columns} from ledger.ol_rebuild r where r.store is null or r.store = $1 order by r.asked_at desc, r.id desc limit $2",
            stop, In(store), In(count));

    /// <summary>The last rebuild that made a projection's rows of this store, by the projection's name.</summary>
    public async Task<IReadOnlyDictionary<string, Rebuild>> LastDone(string store, CancellationToken stop) => (await database.Query(
        r => (Name: r.GetString(13), Rebuild: Read(r)),
        $"""
        select distinct on (name) {Columns}, name from ledger.ol_rebuild r, unnest(r.projections) as name
         where r.state = 'done' and (r.store is null or r.store = $1) order by name, r.ended_at desc
        """, stop, In(store))).ToDictionary(r => r.Name, r => r.Rebuild);

    /// <summary>Whether the ledger has no other store.</summary>
    public async Task<bool> IsOnlyStore(string store, CancellationToken stop) => (await database.Query(r => r.GetBoolean(0),
        "select not exists (select from ledger.ol_store where name <> $1)", stop, In(store)))[0];

    /// <summary>False when it has ended already.</summary>
    public Task<bool> Cancel(Rebuild rebuild, Sender by, CancellationToken stop) => actions.Record(
        new(rebuild.Store, ActionTypes.RebuildCancelled, AdminAction.Facts(("id", rebuild.Id.ToString()))), by,
            async (connection, inTime) =>
            await connection.Execute("update ledger.ol_rebuild set cancel = true where id = $1 and ended_at is null", inTime,
                In(rebuild.Id)) == 1, stop);

    /// <summary>The projections of this build as the database has them.</summary>
    public async Task<IReadOnlyList<ProjectionStatus>> Projections(CancellationToken stop)
    {
        var rows = await database.Query(r => (Name: r.GetString(0), Version: r.GetInt32(1), Rebuild: r.NullableValue<Guid>(2)),
            "select name, version, rebuild from ledger.ol_projection", stop);
        var sizes = (await database.Query(r => (r.GetString(0), r.GetInt64(1)),
            "select relname, greatest(reltuples, 0)::bigint from pg_class where relnamespace = 'ledger'::regnamespace and relkind = 'r'",
                stop))
            .ToDictionary();
        var found = new List<ProjectionStatus>();
        foreach (var projection in Projection.All)
        {
            var row = rows.Find(r => r.Name == projection.Name);
            found.Add(new(projection, row.Version, sizes[projection.Tables[0]])
            {
                LastRebuild = row.Rebuild is { } id ? await Find(id, stop) : null,
            });
        }
        return found;
    }

    /// <summary>Of a ledger without events: whatever its rows are made by, there are none.</summary>
    public Task MarkCurrent(CancellationToken stop) => database.Execute(
        """
        insert into ledger.ol_projection (name, version) select * from unnest($1, $2)
        on conflict (name) do update set version = excluded.version
        """, stop, Column(Projection.All, p => p.Name), Column(Projection.All, p => p.Version));

    internal Task SetState(Guid id, string state, CancellationToken stop) => database.Execute(
        "update ledger.ol_rebuild set state = $2 where id = $1", stop, In(id), In(state));

    /// <summary>Ends a rebuild that came to nothing: its tables and parts go, the live tables were never touched.</summary>
    internal async Task End(Rebuild rebuild, string state, string? error, CancellationToken stop)
    {
        // Somebody may be reading a table under construction, a dump perhaps: it is waited for, however long.
        await using var connection = await database.OpenConnectionAsync(stop);
        foreach (var table in rebuild.Tables)
            await connection.Run("select ledger.ol_drop_table($1, '__new')", stop, In(table));
        await connection.Run(
            """
            with gone as (delete from ledger.ol_rebuild_part where rebuild = $1 returning events)
            update ledger.ol_rebuild set state = $2, error = $3, ended_at = now(), done = (select coalesce(sum(events), 0)::bigint from gone)
             where id = $1 and ended_at is null
            """, stop, In(rebuild.Id), In(state), In(error));
    }

    /// <summary>Removes the tables that the last rebuild replaced; the names of those that were there.</summary>
    public async Task<IReadOnlyList<string>> DropOld(CancellationToken stop)
    {
        var dropped = new List<string>();
        foreach (var table in Projection.All.SelectMany(p => p.Tables))
            if ((await database.Query(r => r.GetBoolean(0), "select ledger.ol_drop_table($1, '__old')", stop, In(table)))[0])
                dropped.Add(table);
        return dropped;
    }

    private static Rebuild Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetFieldValue<string[]>(1), r.Nullable<string>(2), r.GetString(3), r.GetString(4))
    {
        Head = r.GetInt64(5),
        Events = r.GetInt64(6),
        Done = r.GetInt64(7),
        IsToBeCancelled = r.GetBoolean(8),
        Error = r.Nullable<string>(9),
        AskedAt = r.GetFieldValue<DateTimeOffset>(10),
        BeganAt = r.NullableValue<DateTimeOffset>(11),
        EndedAt = r.NullableValue<DateTimeOffset>(12),
    };
}
