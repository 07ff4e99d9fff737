using OrderLedger.Api.Vendors.Whatalo;
using OrderLedger.Api.Vendors.WizCommerce;

namespace OrderLedger.Api.Vendors;

/// <summary>
/// Who proved a store but may not pass is told so in the words of its vendor; who proved nothing, in those of the vendor that prints how.
/// </summary>
internal sealed class V1AccessAttribute : AccessAttribute
{
    public V1AccessAttribute() : base(Scope.Read) => (Scheme, Spoken) = (Schemes.KeyHeader, [WizCommerceDialect.Name, WhataloDialect.Name]);

    public override IResult Refuse(HttpContext http, Barred why) =>
        CallerPrincipal.Of(http) is { Store.Dialect: not WhataloDialect.Name }
            ? WizCommerceAccessAttribute.Answer(http, why)
            : WhataloAccessAttribute.Answer(http, why);
}
