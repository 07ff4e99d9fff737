using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace OrderLedger.Api.Dashboard.Session;

/// <summary>Signing in with the identity provider that <see cref="OidcSettings"/> names; nothing where it names none.</summary>
internal static class Oidc
{
    private const string Start = "/sign-in/oidc";

    /// <summary>To be registered with the provider as the address it leads back to.</summary>
    private const string Back = "/sign-in/oidc/callback";

    /// <summary>Where somebody ends who is not signed in.</summary>
    public const string Failed = "/sign-in?fault=oidc";

    public static void Add(AuthenticationBuilder authentication, OidcSettings settings)
    {
        if (!settings.IsSet)
            return;
        authentication.AddOAuth<OidcOptions, OidcHandler>(OidcHandler.Name, o =>
        {
            o.Provider = settings;
            o.ClientId = settings.ClientId!;
            // Never sent: the handler sends the provider's own, if there is one. The framework wants a text.
            o.ClientSecret = "unused";
            o.Discovery = new($"{settings.Authority}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
                new HttpDocumentRetriever { RequireHttps = !new Uri(settings.Authority!).IsLoopback });
            o.AuthorizationEndpoint = o.TokenEndpoint = settings.Authority!;
            o.CallbackPath = Back;
            o.UsePkce = true;
            o.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            o.Scope.Clear();
            foreach (var scope in settings.Scopes)
                o.Scope.Add(scope);
            o.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.CorrelationCookie.SameSite = SameSiteMode.Lax;
            o.Events.OnRemoteFailure = context =>
            {
                context.HttpContext.RequestServices.GetRequiredService<ILogger<OidcHandler>>().NotSignedIn(Reason(context.Failure));
                context.Response.Redirect(Failed);
                context.HandleResponse();
                return Task.CompletedTask;
            };
        });
    }

    // Our own words as they are; what comes from outside may tell of a person.
    private static string Reason(Exception? failure) => failure switch
    {
        NotSignedInException ours => ours.Message,
        null => "no reason given",
        _ => failure.GetType().Name,
    };

    /// <summary>
    /// Only what a provider sends back wants the framework's middleware; the pages ask for the cookie themselves. So the framework is told that
    /// it is there already, or each push would look for a cookie it cannot have.
    /// </summary>
    public static void Use(IApplicationBuilder app)
    {
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseWhen(context => context.Request.Path == Back, branch => branch.UseAuthentication());
    }

    public static void Map(IEndpointRouteBuilder app, OidcSettings settings)
    {
        if (settings.IsSet)
            app.MapGet(Start, (string? to) => Results.Challenge(new() { RedirectUri = SignIn.Local(to) ?? "/dashboard" }, [OidcHandler.Name]));
    }
}
