using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;
using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Tests.Vendors.WooCommerce;

/// <summary>The words that tests of shops are told in.</summary>
internal static class ShopTalk
{
    /// <summary>Makes a store in Berlin whose shop can be asked.</summary>
    public static async Task<Store> Known(this LedgerApp app, string name, TestShop shop, string credentials = TestShop.Credentials,
        Policy policy = Policy.Permissive)
    {
        await app.NewStore(name, "woocommerce", policy, zone: "Europe/Berlin", currency: "EUR");
        // Those of other tests are gone.
        await app.Sql.Execute("delete from ledger.ol_shop", CancellationToken.None);
        await app.Services.GetRequiredService<ShopTable>()
            .Set(name, shop.Url, app.Secrets.Encrypt(credentials, name), Talk.Tester, CancellationToken.None);
        return (await app.Services.GetRequiredService<Keyring>().StoreNamed(name, CancellationToken.None))!.Store;
    }

    public static Task<long> Events(this LedgerApp app, Store store) =>
        app.Ask<long>($"select count(*) from ledger.mt_events where tenant_id = '{store.Name}'");

    /// <summary>Delivers a signed body; the answer.</summary>
    public static async Task<HttpResponseMessage> Deliver(this LedgerApp app, Store store, string topic, string body)
    {
        var signature = HMACSHA256.HashData($"the-key-of-store-{store.Name}".Bytes(), body.Bytes());
        return await app.SendRaw(HttpMethod.Post, $"/api/webhooks/woocommerce/{store.Name}", body.Bytes(), headers:
            [("X-WC-Webhook-Topic", topic), ("X-WC-Webhook-Signature", Convert.ToBase64String(signature))]);
    }
}
