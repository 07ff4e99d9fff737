namespace OrderLedger.Api.Vendors.Vici;

/// <summary>A route of the Vici document: any store's key; without one, the vendor's printed refusal.</summary>
public sealed class ViciAccessAttribute(string scope) : AccessAttribute(scope)
{
    public override IResult Refuse(HttpContext http, Barred why)
    {
        if (why is not Barred.Unproven)
            return base.Refuse(http, why);
        http.Response.Headers.WWWAuthenticate = "ApiKey realm=\"orderledger\"";
        return ViciDialect.Error(401, "Unauthorized. Send x-api-key header or api_key query with your WEBHOOK_API_KEY.");
    }
}
