using OrderLedger.Api.Access;
using OrderLedger.Api.Ledger;
using OrderLedger.Benchmarks.Limit;
using OrderLedger.Benchmarks.Load;
using OrderLedger.Domain;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>A store for each dialect beside the first one, made in the running server's database as its own verbs make them.</summary>
internal static class DialectStores
{
    private static readonly Sender By = new("benchmark", "cli");

    public static async Task<List<Target>> Make(
        ApiProcess api, string dataDirectory, IEnumerable<Load.Dialect> dialects, CancellationToken stop)
    {
        await using var database = Database.Connect(await Guest.ConnectionString(dataDirectory, stop));
        var (stores, keys) = (new StoreTable(database), new KeyTable(database));
        var secrets = SecretBox.Open(null, dataDirectory);
        var targets = new List<Target>();
        foreach (var dialect in dialects)
        {
            // Permissive: an order that goes round makes moves that are unusual for WizCommerce and Genuka.
            var store = new Store($"all-{dialect.Name}", dialect.Name, Policy.Permissive, "USD", TimeZoneInfo.Utc);
            var secret = Keys.Generate(OrderLedger.Domain.Dialects.Of(dialect.Name));
            var key = Keys.ToStore(secret, store, "benchmark", Scope.All, secrets);
            await stores.Add(new(store, null), By, stop);
            await keys.Add(key, By, stop);
            targets.Add(api.Target with { Dialect = dialect, Account = new(secret, key.ClientId ?? "", store.Domain, store.Company) });
        }
        return targets;
    }
}
