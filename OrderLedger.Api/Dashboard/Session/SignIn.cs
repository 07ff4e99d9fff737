using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Dashboard.Session;

/// <summary>The sign-in page. <c>To</c> is where it leads.</summary>
public sealed record SignInModel(string Token, string To, string? Fault, bool HasOidc, bool IsSignedIn);

/// <summary>/sign-in and /sign-out: with an API key, or where it is set up with OpenID Connect.</summary>
internal static class SignIn
{
    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/dashboard", Start);
        app.MapGet("/sign-in", Show);
        app.MapPost("/sign-in", Enter);
        app.MapPost("/sign-out", (Delegate)Leave);
    }

    /// <summary>Sends a browser to the page; what only fetches or follows is told 401.</summary>
    public static IResult Ask(HttpContext http)
    {
        var request = http.Request;
        if (!HttpMethods.IsGet(request.Method) || Page.IsRefetch(request))
            return Page.Plain(401, "You are signed out, and nothing was saved. Sign in again, then send it once more.");
        return Results.LocalRedirect("/sign-in?to=" + Uri.EscapeDataString(request.Path + request.QueryString));
    }

    private static async Task<IResult> Start(HttpContext http, Keyring keyring)
    {
        SecurityHeaders.Set(http.Response);
        return await Admittance.VisitorOf(http, keyring) is { } visitor
            ? Results.LocalRedirect($"/dashboard/{visitor.Seats[0].Store.Name}")
            : Results.LocalRedirect("/sign-in");
    }

    private static async Task<IResult> Show(HttpContext http, Keyring keyring, IAntiforgery antiforgery, OidcSettings oidc)
    {
        SecurityHeaders.Set(http.Response);
        var isSignedIn = await Admittance.VisitorOf(http, keyring) is not null;
        var fault = http.Request.Query["fault"] == "oidc"
            ? "Nobody was signed in: the identity provider did not answer, refused, or gives you no role here. The server's log says which."
            : null;
        return Form(antiforgery.GetAndStoreTokens(http).RequestToken!, http.Request.Query["to"], new(fault, oidc, isSignedIn));
    }

    private static async Task<IResult> Enter(HttpContext http, Keyring keyring, IAntiforgery antiforgery, OidcSettings oidc,
        Actions actions, CancellationToken stop)
    {
        SecurityHeaders.Set(http.Response);
        var isSignedIn = await Admittance.VisitorOf(http, keyring) is not null;
        var isOurs = await antiforgery.IsRequestValidAsync(http);
        var form = await http.Request.ReadFormAsync(stop);
        var key = form["key"].ToString().Trim();
        var caller = isOurs && key.Length is > 0 and <= ApiKey.LengthMax ? await keyring.CallerWith(key, stop) : null;
        var fault = !isOurs ? "This form is out of date. Here is a new one."
            : caller is null ? "This key opens nothing: it is unknown, revoked or expired."
            : caller.May(Scope.Read) ? null
            : "This key may change orders and nothing else. To sign in, use one with the scope read or admin.";
        if (fault is not null || caller is null)
            return Form(antiforgery.GetAndStoreTokens(http).RequestToken!, form["to"], new(fault, oidc, isSignedIn),
                StatusCodes.Status401Unauthorized);

        await actions.Record(
            new(caller.Store.Name, ActionTypes.SignedIn, AdminAction.Facts(("key", caller.KeyId))),
                new Sender(caller.Name, "dashboard", http.TraceIdentifier), stop);
        await http.SignInAsync(Scheme, Visitor.WithKey(isSignedIn ? http.User : null, caller.KeyId));
        return Results.LocalRedirect(Local(form["to"]) ?? $"/dashboard/{caller.Store.Name}");
    }

    // A browser that says where a form comes from is believed, so that a page that was open for long still ends its session.
    private static async Task<IResult> Leave(HttpContext http, Keyring keyring, IAntiforgery antiforgery, OidcSettings oidc)
    {
        SecurityHeaders.Set(http.Response);
        if (http.Request.Headers["Sec-Fetch-Site"] != "same-origin" && !await antiforgery.IsRequestValidAsync(http))
        {
            var isSignedIn = await Admittance.VisitorOf(http, keyring) is not null;
            return Form(antiforgery.GetAndStoreTokens(http).RequestToken!, null,
                new("This form is out of date. Nobody was signed out.", oidc, isSignedIn), 400);
        }
        await http.SignOutAsync(Scheme);
        return Results.LocalRedirect("/sign-in");
    }

    private static IResult Form(string token, string? to, About about, int status = 200) =>
        Page.Of<SignInPage>(new SignInModel(token, Local(to) ?? "", about.Fault, about.Oidc.IsSet, about.IsSignedIn), status);

    private sealed record About(string? Fault, OidcSettings Oidc, bool IsSignedIn);

    /// <summary>The address if it is one of this dashboard; a browser must not be led elsewhere.</summary>
    internal static string? Local(string? url) =>
        url is not null && url.StartsWith("/dashboard/", StringComparison.Ordinal) && !url.Contains('\\')
            && !url.Contains("//", StringComparison.Ordinal) ? url : null;
}
