namespace OrderLedger.Api.Cli;

/// <summary>The address of a shop and what proves that we may ask it, as an operator gives them.</summary>
internal static class ShopProof
{
    public const string KeyVariable = "ORDERLEDGER_WOOCOMMERCE_KEY";
    public const string SecretVariable = "ORDERLEDGER_WOOCOMMERCE_SECRET";

    /// <summary>
    /// The address without what follows the shop. Without https the key could be read on the way, so only this machine's own may lack it.
    /// </summary>
    /// <exception cref="UsageException">It is no address of a shop.</exception>
    public static string Address(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Query: "", Fragment: "", UserInfo: "" }
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address.ToString().TrimEnd('/')
            : throw new UsageException($"--woocommerce-url takes the shop's address with https, e.g. https://shop.example, not '{url}'.");

    /// <summary>Consumer key and secret with a colon between them: from the environment, else two lines of stdin.</summary>
    /// <exception cref="UsageException">One of them is missing, or is none.</exception>
    public static async Task<string> Read(CancellationToken stop)
    {
        var (key, secret) = (Environment.GetEnvironmentVariable(KeyVariable), Environment.GetEnvironmentVariable(SecretVariable));
        if (key is null || secret is null)
        {
            if (!Console.IsInputRedirected)
                await Console.Error.WriteLineAsync("Consumer key (ck_...) and consumer secret (cs_...), each on a line:");
            key = await Console.In.ReadLineAsync(stop);
            secret = await Console.In.ReadLineAsync(stop);
        }
        (key, secret) = (key?.Trim(), secret?.Trim());
        return key?.StartsWith("ck_", StringComparison.Ordinal) == true && secret?.StartsWith("cs_", StringComparison.Ordinal) == true
            ? $"{key}:{secret}"
            : throw new UsageException("A consumer key begins with ck_ and a consumer secret with cs_. The shop makes them under "
                + "WooCommerce > Settings > Advanced > REST API; the permission Read is enough.");
    }
}
