using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;
using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Api.Vendors.WizCommerce;

/// <summary>The status of an order of a WizCommerce store.</summary>
[WizCommerceAccess(Scope.Push), PushSource(WizCommerceDialect.Name), Tags("Dialect C: WizCommerce")]
public static class PushStatus
{
    public static Task<(IResult?, UnderstoodPush?)> Load(string id, HttpRequest request, Caller caller, CancellationToken stop) =>
        WizCommerceDialect.Understand(id, request, caller, stop);

    [WolverinePatch("/v1/orders/{id}/status")]
    public static Task<IResult> Patch(UnderstoodPush push, LedgerWriter writer, HttpContext http) => push.Submit(writer, http);
}

/// <summary>A route of the WizCommerce document, which takes a key in one header and nowhere else.</summary>
internal sealed class WizCommerceAccessAttribute : AccessAttribute
{
    public WizCommerceAccessAttribute(string scope) : base(scope) => (Scheme, Spoken) = (Schemes.KeyHeader, [WizCommerceDialect.Name]);

    public override IResult Refuse(HttpContext http, Barred why) => Answer(http, why);

    /// <summary>Ours but for the proof that is asked for.</summary>
    public static IResult Answer(HttpContext http, Barred why)
    {
        if (why is not Barred.Unproven)
            return why.Problem(http.Response);
        http.Response.Headers.WWWAuthenticate = "ApiKey realm=\"orderledger\"";
        return Problem.Of(401, "Unauthorized. Send the store's key in the X-API-Key header.");
    }
}
