using Npgsql;
using OrderLedger.Api.LocalPostgres;

namespace OrderLedger.Tests.Faults;

/// <summary>Looks into the database itself and says whether the ledger kept its promises.</summary>
internal static class Witness
{
    /// <summary>As a guest of a running server, or as the owner of one that its process left.</summary>
    public static async Task Sees(EmbeddedPostgresOptions options, Load load)
    {
        await using var server = await EmbeddedPostgres.Start(options, CancellationToken.None);
        await Sees(server.ConnectionString, load, Path.Combine(options.DataDirectory, "proof"));
    }

    /// <summary>An acknowledged push is there once, any other at most once; and nothing shown differs from the events.</summary>
    public static async Task Sees(string connectionString, Load load, string? proofFolder = null)
    {
        await using var database = Database.Connect(connectionString + ";Pooling=false");
        var events = await Events(database);
        foreach (var push in load.Pushes)
            events.GetValueOrDefault(push.Id).ShouldBeInRange(push.IsAcknowledged ? 1 : 0, 1, push.Id);
        events.Keys.Where(id => id.StartsWith("push-", StringComparison.Ordinal)).ShouldBeSubsetOf(load.Pushes.Select(p => p.Id));
        (await Faults(database, proofFolder)).ShouldBeEmpty();
    }

    public static async Task<IReadOnlyList<Fault>> Faults(NpgsqlDataSource database, string? proofFolder = null)
    {
        var stores = (await new StoreTable(database).All(CancellationToken.None)).ToDictionary(s => s.Store.Name, s => s.Store);
        return (await new Verify(database, proofFolder).Run(stores, null, CancellationToken.None)).Faults;
    }

    /// <summary>How many events each request led to.</summary>
    public static async Task<Dictionary<string, long>> Events(NpgsqlDataSource database) => (await database.Query(
        r => (r.GetString(0), r.GetInt64(1)), "select correlation_id, count(*) from ledger.mt_events where tenant_id <> '*' group by 1",
            CancellationToken.None))
        .ToDictionary();
}
