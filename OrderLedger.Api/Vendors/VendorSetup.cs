using Microsoft.AspNetCore.Authentication;
using OrderLedger.Api.Vendors.Awal;
using OrderLedger.Api.Vendors.WooCommerce;

namespace OrderLedger.Api.Vendors;

/// <summary>The vendors that prove themselves in a way of their own.</summary>
internal static class VendorSetup
{
    public static AuthenticationBuilder AddProofs(AuthenticationBuilder authentication) => authentication
        .AddProof<AwalSignature>(AwalSignature.Name)
        .AddProof<WooSignature>(WooSignature.Name);
}
