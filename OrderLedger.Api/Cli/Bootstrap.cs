using System.Security.Cryptography;

namespace OrderLedger.Api.Cli;

/// <summary>The first store of an empty database and its key.</summary>
internal static class Bootstrap
{
    public const string StoreName = "default";

    private static readonly Sender By = new(Environment.UserName, "bootstrap");

    /// <summary>
    /// Store <c>default</c> (dialect vici) with one key of all scopes, which is also its webhook secret. Null when there is
    /// a store already.
    /// </summary>
    /// <exception cref="FormatException">The configured key is too short to be one.</exception>
    public static async Task<FirstStore?> MakeFirstStore(IServiceProvider services, Settings settings, CancellationToken stop)
    {
        var stores = services.GetRequiredService<StoreTable>();
        if ((await stores.All(stop)).Count > 0)
            return null;
        if (settings.BootstrapKey is { Length: < Keys.LengthMin })
            throw new FormatException($"OrderLedger__Bootstrap__Key must have at least {Keys.LengthMin} characters.");

        var key = settings.BootstrapKey ?? Keys.Generate(Dialects.Vici);
        var secrets = services.GetRequiredService<SecretBox>();
        var store = new Store(StoreName, Dialects.Vici.Name, Policy.Permissive, "USD", TimeZoneInfo.Utc);
        // Two servers may start at once on one database: only one of them makes the store, and tells of it.
        if (!await stores.Add(new(store, secrets.Encrypt(key, StoreName)), By, stop))
            return null;
        await services.GetRequiredService<KeyTable>().Add(Keys.ToStore(key, store, "bootstrap", Scope.All, secrets), By, stop);
        return new(settings.BootstrapKey is null ? key : null);
    }

    /// <exception cref="FormatException">
    /// A secret was encrypted with another key: every signature would fail, and WooCommerce would switch its webhook off.
    /// </exception>
    public static async Task AssertSecrets(IServiceProvider services, CancellationToken stop)
    {
        var secrets = services.GetRequiredService<SecretBox>();
        foreach (var (store, box) in await services.GetRequiredService<StoreTable>().All(stop))
            if (box is not null && !IsReadable(secrets, box, store.Name))
                throw Unreadable($"The webhook secret of store '{store.Name}'", $"stores set {store.Name} --webhook-secret NEW");
        foreach (var key in await services.GetRequiredService<KeyTable>().All(stop))
            if (key is { Secret: { } box, RevokedAt: null } && !IsReadable(secrets, box, key.Store))
                throw Unreadable($"The key {key.Id} of store '{key.Store}'", $"keys revoke {key.Id}, and make a new one");
    }

    private static bool IsReadable(SecretBox secrets, byte[] box, string store)
    {
        try
        {
            secrets.Decrypt(box, store);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static FormatException Unreadable(string what, string mend) =>
        new($"{what} was encrypted with a different secret key than the present one "
        + $"(OrderLedger__SecretKey, or secret.key in the data directory). Put that key back, or: {mend}");
}

/// <summary>The key made for the first store; null where it was configured and so is known already.</summary>
internal sealed record FirstStore(string? Key)
{
    /// <summary>
    /// The text that the operator is shown once. A configured key is not repeated: this text may end up in a container's log.
    /// </summary>
    public string Greeting(string address)
    {
        var key = Key ?? "$OrderLedger__Bootstrap__Key";
        var said = Key is null ? "with the key from OrderLedger__Bootstrap__Key" : $"with this key, which is shown only now:\n\n  {Key}";
        return $$"""

            The database was empty: store "default" (dialect vici) was made, {{said}}

            Register an order, then push its new status:

              curl -X POST {{address}}/api/webhooks/order -H "x-api-key: {{key}}" -H "Content-Type: application/json" -d '{"id":2539,"status":"processing","total":"149.90"}'
              curl -X PATCH {{address}}/api/orders/2539/status -H "x-api-key: {{key}}" -H "Content-Type: application/json" -d '{"order_status":"completed"}'

            """;
    }
}
