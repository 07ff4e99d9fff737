namespace OrderLedger.Api.Ledger.Proving;

/// <summary>
/// How the streams of administrative actions are called: the store's name, or "*" for all stores, under a tenant no store can be.
/// </summary>
internal static class ActionStreams
{
    public const string Tenant = "*";
    public const string AllStores = "*";

    public static StreamKey Of(string? store) => new(Tenant, store ?? AllStores);
}
