using OrderLedger.Api.Pushes;
using OrderLedger.Api.Vendors.Whatalo;
using OrderLedger.Api.Vendors.WizCommerce;

namespace OrderLedger.Api.Vendors;

/// <summary>Shows one order. Two vendors share the path, and the key's store decides which of them answers.</summary>
[V1Access, Tags("Dialects C and E: WizCommerce, Whatalo")]
public static class GetV1Order
{
    [WolverineGet("/v1/orders/{id}")]
    public static async Task<IResult> Get(string id, Caller caller, LedgerReader ledger, HttpContext http)
    {
        var isWhatalo = caller.Store.Dialect == WhataloDialect.Name;
        if (OrderIds.Read(id, caller.Store) is not { } orderId
            || await ledger.WithDetails(new(caller.Store.Name, orderId), http.RequestAborted) is not ({ Deleted: false } order,
                var details))
            return isWhatalo ? WhataloDialect.NotFound() : WizCommerceDialect.NotFound(id);
        http.Response.Headers.ETag = VersionTag.Of(order.Version);
        var shown = new VendorOrder(orderId, order, details);
        return isWhatalo ? WhataloDialect.One(shown) : WizCommerceDialect.One(shown);
    }
}
