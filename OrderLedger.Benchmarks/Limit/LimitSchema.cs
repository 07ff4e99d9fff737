using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace OrderLedger.Benchmarks.Limit;

/// <summary>The schema <c>bench_limit</c> beside the ledger's, with as many orders as the server was given. Dropped at the end.</summary>
internal sealed class LimitSchema(NpgsqlDataSource database) : IAsyncDisposable
{
    public const string Store = "default";

    private const string Fill = """
        insert into bench_limit.mt_streams (tenant_id, id, type, version, timestamp, created)
        select $1, id, 'order', 1, created, created from unnest($2, $3) as o (id, created);
        """;

    private const string FillViews = """
        insert into bench_limit.mt_doc_order (tenant_id, id, data, mt_version, mt_dotnet_type, number, status, phase, source,
                                              created_at, status_since, deleted)
        select $1, id, data, 1, 'OrderLedger.Domain.Order', id, 'pending', 'open', 'intake', created, created, false
          from unnest($2, $3, $4) as o (id, created, data)
        """;

    public static async Task<LimitSchema> Create(NpgsqlDataSource database, Walk walk, CancellationToken stop)
    {
        await Execute(database, await Script(stop), stop);
        var ids = Enumerable.Range(0, walk.Orders).Select(i => walk.FirstId + i).ToArray();
        var names = ids.Select(id => $"{id}").ToArray();
        var created = ids.Select(Walk.CreatedAt).ToArray();
        await Execute(database, Fill, stop, Store, names, created);
        await Execute(database, FillViews, stop, Store, names, created, ids.Select(View).ToArray());
        await Execute(database, "analyze bench_limit.mt_streams; analyze bench_limit.mt_doc_order", stop);
        return new(database);
    }

    public async ValueTask DisposeAsync() => await Execute(database, "drop schema if exists bench_limit cascade", CancellationToken.None);

    // What the ledger keeps of such an order, member for member: the rows are to be as wide.
    private static string View(long id) => JsonSerializer.Serialize(new
    {
        number = $"{id}",
        status = "pending",
        phase = "open",
        currency = "USD",
        source = "intake",
        createdAt = Walk.CreatedAt(id),
        total = "149.90",
        statusSince = Walk.CreatedAt(id),
        updatedAt = Walk.CreatedAt(id),
        version = 1,
    });

    private static async Task<string> Script(CancellationToken stop)
    {
        var type = typeof(LimitSchema);
        using var text = new StreamReader(type.Assembly.GetManifestResourceStream($"{type.Namespace}.limit.sql")!);
        return await text.ReadToEndAsync(stop);
    }

    private static async Task Execute(NpgsqlDataSource database, string sql, CancellationToken stop, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        if (values.Length == 4)
            command.Parameters[3].NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb;
        await command.ExecuteNonQueryAsync(stop);
    }
}
