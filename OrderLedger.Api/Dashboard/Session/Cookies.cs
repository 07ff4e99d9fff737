using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using OrderLedger.Api.LocalPostgres;

namespace OrderLedger.Api.Dashboard.Session;

/// <summary>The cookie a session is kept in. What encrypts it lies in the data directory: a session outlives a restart.</summary>
internal static class Cookies
{
    private const string Name = "orderledger";

    /// <summary>How long a session lasts without use; a person's, whose role may have been taken away since, at most.</summary>
    public static readonly TimeSpan IdleMax = TimeSpan.FromHours(12);

    public static void Add(IServiceCollection services, Settings settings, OidcSettings oidc, AuthenticationBuilder authentication)
    {
        var folder = Path.Combine(settings.DataDirectory, "sessions");
        PrivateFiles.DataFolder(settings.DataDirectory);
        PrivateFiles.Folder(folder);
        services.AddDataProtection().SetApplicationName("OrderLedger").PersistKeysToFileSystem(new(folder));
        authentication.AddCookie(o =>
        {
            o.Cookie.Name = Name;
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.ExpireTimeSpan = IdleMax;
            o.SlidingExpiration = true;
            // An open page that is fetched again by itself is nobody's work.
            o.Events.OnCheckSlidingExpiration = context =>
            {
                context.ShouldRenew &= !Page.IsRefetch(context.HttpContext.Request);
                return Task.CompletedTask;
            };
        });
        Oidc.Add(authentication, oidc);
    }
}
