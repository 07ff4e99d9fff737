namespace OrderLedger.Api.Dashboard.Session;

/// <summary>
/// Sets what a browser may do with a page of ours: load what we serve, nothing inline, nothing from elsewhere, and be in nobody's frame.
/// </summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // What is shown is the shop's alone: no copy stays behind, neither in a proxy nor after signing out.
        headers.CacheControl = "no-cache, no-store";
    }
}
