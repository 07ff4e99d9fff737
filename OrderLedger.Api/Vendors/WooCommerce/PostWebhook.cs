using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;
using OrderLedger.Api.Pushes.Refused;
using OrderLedger.Api.Vendors.WooCommerce.Shops;

namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>A delivery for the store that the path names, or for the store "default".</summary>
[WooAccess, PushSource(WooWebhook.Source), Tags("Dialect B: WooCommerce")]
public static class PostWebhook
{
    public static Task<(IResult?, UnderstoodPush?)> Load(HttpRequest request, ShopNews news, CancellationToken stop) =>
        WooWebhook.Understand(request, news, stop);

    [WolverinePost("/api/webhooks/woocommerce")]
    public static Task<IResult> Post(UnderstoodPush push, LedgerWriter writer, HttpContext http) => push.Submit(writer, http);

    [WolverinePost("/api/webhooks/woocommerce/{store}")]
    public static Task<IResult> PostToStore(UnderstoodPush push, LedgerWriter writer, HttpContext http) => push.Submit(writer, http);
}
