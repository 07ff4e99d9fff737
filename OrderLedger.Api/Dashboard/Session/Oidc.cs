using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Dashboard.Session;

/// <summary>Why the provider's answer signs nobody in, in words that tell nothing of a person.</summary>
internal sealed class NotSignedInException(string why) : AuthenticationFailureException(why);

/// <summary>
/// Signing in with the identity provider that <see cref="OidcSettings"/> names, by OpenID Connect's code flow with PKCE; nothing where it
/// names none. Who has no role here is not signed in.
/// </summary>
internal static class Oidc
{
    private const string Scheme = "oidc";
    private const string Start = "/sign-in/oidc";

    /// <summary>To be registered with the provider as the address it leads back to.</summary>
    private const string Back = "/sign-in/oidc/callback";

    /// <summary>Where somebody ends who is not signed in.</summary>
    private const string Failed = "/sign-in?fault=oidc";

    private const int NameMax = 100;

    public static void Add(AuthenticationBuilder authentication, OidcSettings settings)
    {
        if (!settings.IsSet)
            return;
        authentication.AddOpenIdConnect(Scheme, o =>
        {
            (o.Authority, o.ClientId, o.ClientSecret) = (settings.Authority, settings.ClientId, settings.ClientSecret);
            o.RequireHttpsMetadata = !new Uri(settings.Authority!).IsLoopback;
            o.CallbackPath = Back;
            o.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            o.ResponseType = OpenIdConnectResponseType.Code;
            // The provider's answer is a link that the browser follows, so that a cookie of SameSite=Lax comes with it.
            o.ResponseMode = OpenIdConnectResponseMode.Query;
            foreach (var cookie in (CookieBuilder[])[o.CorrelationCookie, o.NonceCookie])
                (cookie.SecurePolicy, cookie.SameSite) = (CookieSecurePolicy.SameAsRequest, SameSiteMode.Lax);
            // Sessions are ended by our own form. The handler's paths would end one at a mere link from anywhere.
            (o.RemoteSignOutPath, o.SignedOutCallbackPath) = (default, default);
            o.MapInboundClaims = false;
            o.DisableTelemetry = true;
            o.Scope.Clear();
            foreach (var scope in settings.Scopes)
                o.Scope.Add(scope);
            o.Events.OnTokenValidated = context => SignIn(context, settings);
            o.Events.OnRemoteFailure = context =>
            {
                Log(context.HttpContext).NotSignedIn(Reason(context.Failure));
                context.Response.Redirect(Failed);
                context.HandleResponse();
                return Task.CompletedTask;
            };
        });
    }

    public static void Map(IEndpointRouteBuilder app, OidcSettings settings)
    {
        if (settings.IsSet)
            app.MapGet(Start, Challenge);
    }

    private static async Task Challenge(HttpContext http, string? to)
    {
        try
        {
            await http.ChallengeAsync(Scheme, new() { RedirectUri = Session.SignIn.Local(to) ?? "/dashboard" });
        }
        catch (InvalidOperationException away)
        {
            Log(http).NotSignedIn(away.GetType().Name);
            http.Response.Redirect(Failed);
        }
    }

    private static async Task SignIn(TokenValidatedContext context, OidcSettings settings)
    {
        var (http, person) = (context.HttpContext, context.Principal!);
        var subject = person.FindFirstValue("sub");
        var name = (person.FindFirstValue(settings.NameClaim) ?? subject)?.Trim();
        if (name is not { Length: > 0 and <= NameMax } || name.Any(char.IsControl)
            || person.FindAll(settings.RoleClaim).Max(c => Roles.Parse(c.Value)) is not { } highest)
        {
            context.Fail(new NotSignedInException("The ID token has no name that can stand in a history, or names no role."));
            return;
        }
        context.Principal = Visitor.Person(name, highest);
        context.Properties!.AllowRefresh = false;
        context.Properties.ExpiresUtc = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + Cookies.IdleMax;
        // In the stream of each store, where its staff looks for it. A name may be another's too, the provider's subject is one person's.
        var (actions, keyring) = (http.RequestServices.GetRequiredService<Actions>(), http.RequestServices.GetRequiredService<Keyring>());
        foreach (var seat in Visitor.Of(context.Principal, keyring, settings)?.Seats ?? [])
            await actions.Record(
                new(seat.Store.Name, ActionTypes.SignedIn,
                    AdminAction.Facts(("by", Scheme), ("role", highest.Word()), ("subject", subject))),
                new Sender(name, "dashboard", http.TraceIdentifier), http.RequestAborted);
    }

    private static ILogger Log(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("OrderLedger.SignIn");

    // Our own words as they are; what comes from outside may tell of a person.
    private static string Reason(Exception? failure) => failure switch
    {
        NotSignedInException ours => ours.Message,
        null => "no reason given",
        _ => failure.GetType().Name,
    };
}
