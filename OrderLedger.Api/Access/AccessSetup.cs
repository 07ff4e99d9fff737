using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using OrderLedger.Api.Http;

namespace OrderLedger.Api.Access;

/// <summary>Who may what: first the proof, then the rate of the key, then its scope and the dialect of its store.</summary>
internal static class AccessSetup
{
    public static AuthenticationBuilder Add(IServiceCollection services)
    {
        services.AddSingleton<Keyring>();
        services.AddHostedService(s => s.GetRequiredService<Keyring>());
        services.AddSingleton<RateLimits>();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<RateLimits>((options, limits) => limits.Set(options));
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
        return services.AddAuthentication(Schemes.OfRoute)
            .AddPolicyScheme(Schemes.OfRoute, null, o => o.ForwardDefaultSelector = OfRoute)
            .AddScheme<ApiKeyOptions, ApiKeyHandler>(Schemes.Key, o => o.Find = ApiKey.Anywhere)
            .AddScheme<ApiKeyOptions, ApiKeyHandler>(Schemes.KeyHeader, o => o.Find = ApiKey.InHeader)
            .AddScheme<ApiKeyOptions, ApiKeyHandler>(Schemes.BearerOrHeader, o => o.Find = r => ApiKey.AsBearer(r) ?? ApiKey.InHeader(r))
            .AddScheme<AuthenticationSchemeOptions, ReplayHandler>(Schemes.Replay, null);
    }

    public static void Use(WebApplication app)
    {
        app.UseAuthentication();
        app.Use((context, next) =>
        {
            if (CallerPrincipal.Of(context) is { } caller)
                context.Features.Set(new LoggedActor(caller.Name));
            return next(context);
        });
        app.UseRateLimiter();
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.Use((context, next) =>
        {
            limits.Tell(context);
            return next(context);
        });
        app.UseAuthorization();
    }

    private static string OfRoute(HttpContext http) =>
        http.Features.Get<Standing>() is not null ? Schemes.Replay
        : http.GetEndpoint()?.Metadata.GetMetadata<AccessAttribute>()?.Scheme ?? CookieAuthenticationDefaults.AuthenticationScheme;
}
