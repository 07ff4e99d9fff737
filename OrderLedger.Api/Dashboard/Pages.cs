using Microsoft.AspNetCore.Authentication;
using OrderLedger.Api.Dashboard.Home;
using OrderLedger.Api.Dashboard.Live;
using OrderLedger.Api.Dashboard.OneOrder;
using OrderLedger.Api.Dashboard.Orders;
using OrderLedger.Api.Dashboard.Printing;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Dashboard.Upkeep.Access;
using OrderLedger.Api.Dashboard.Upkeep.Audit;
using OrderLedger.Api.Dashboard.Upkeep.Checkpoints;
using OrderLedger.Api.Dashboard.Upkeep.Projections;
using OrderLedger.Api.Dashboard.Upkeep.Rejected;
using OrderLedger.Api.Dashboard.Upkeep.Webhooks;

namespace OrderLedger.Api.Dashboard;

/// <summary>The pages a shop's staff works with: one line for each route of theirs.</summary>
internal static class Pages
{
    /// <summary>The tag of all routes of the dashboard.</summary>
    public const string Tag = "Dashboard";

    public static void Add(IServiceCollection services, Settings settings, IConfiguration configuration,
        AuthenticationBuilder authentication)
    {
        services.AddRazorComponents();
        services.AddAntiforgery(o =>
        {
            (o.FormFieldName, o.Cookie.Name) = ("_token", "orderledger-form");
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        var oidc = OidcSettings.From(configuration);
        services.AddSingleton(oidc);
        services.AddSingleton<LiveFeed>();
        services.AddHostedService(s => s.GetRequiredService<LiveFeed>());
        services.AddExceptionHandler<PageFailures>();
        Cookies.Add(services, settings, oidc, authentication);
    }

    public static void Map(WebApplication app)
    {
        // Made for browsers: the API's description does not name them.
        var all = app.MapGroup("").ExcludeFromDescription().WithTags(Tag);
        all.MapGet("/", () => Results.LocalRedirect("/dashboard"));
        Asset.Map(all);
        SignIn.Map(all);
        Oidc.Map(all, app.Services.GetRequiredService<OidcSettings>());
        LiveRoute.Map(all);

        // A route that changes something says itself which role it needs.
        var pages = all.MapGroup("/dashboard/{store}").WithMetadata(new Needs(Role.Viewer));
        HomePage.Map(pages);
        OrdersPage.Map(pages);
        OneOrderPage.Map(pages);
        PackingSlips.Map(pages);
        PickLists.Map(pages);
        RejectedPage.Map(pages);
        AuditRoutes.Map(pages);
        var settings = pages.MapGroup("/settings").WithMetadata(new Needs(Role.Admin));
        AccessPage.Map(settings);
        WebhooksPage.Map(settings);
        ProjectionsPage.Map(settings);
        CheckpointsPage.Map(settings);
        OldAddresses.Map(pages);
    }
}
