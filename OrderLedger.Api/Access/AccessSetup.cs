using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        return services.AddAuthentication()
            .AddProof<ApiKeyHandler>(Schemes.Key)
            .AddProof<ApiKeyHandler>(Schemes.KeyHeader)
            .AddProof<ApiKeyHandler>(Schemes.BearerOrHeader)
            .AddProof<ReplayHandler>(Schemes.Replay);
    }

    /// <summary>Adds a kind of proof as an authentication scheme.</summary>
    public static AuthenticationBuilder AddProof<THandler>(this AuthenticationBuilder authentication, string scheme)
        where THandler : ProofHandler
    {
        authentication.Services.TryAddTransient<THandler>();
        authentication.Services.Configure<AuthenticationOptions>(o => o.AddScheme<THandler>(scheme, null));
        return authentication;
    }

    public static void Use(WebApplication app)
    {
        // For what an identity provider sends back. There is no default scheme: each route names its own.
        app.UseAuthentication();
        app.Use(Authenticate);
        app.UseRateLimiter();
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.Use((context, next) =>
        {
            limits.Tell(context);
            return next(context);
        });
        app.UseAuthorization();
    }

    private static async Task Authenticate(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<AccessAttribute>() is { } access)
        {
            var scheme = http.Features.Get<Standing>() is null ? access.Scheme : Schemes.Replay;
            if ((await http.AuthenticateAsync(scheme)).Principal is CallerPrincipal proven)
            {
                http.User = proven;
                http.Features.Set(new LoggedActor(proven.Caller.Name));
            }
        }
        await next(http);
    }
}
