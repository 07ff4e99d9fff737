using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace OrderLedger.Api.Dashboard.Session;

/// <summary>The least role a route of the dashboard is for. A route that bears none is none of a store's pages.</summary>
public sealed record Needs(Role Role);

/// <summary>
/// Stands before every page of a store: who is not signed in is sent to sign in, a store that is not the visitor's is as one that is not
/// there, and a form is taken only from a page of ours.
/// </summary>
internal sealed class Admittance(RequestDelegate next, Keyring keyring, IAntiforgery antiforgery, LedgerReader ledger,
    RefusedOfOrders refused)
{
    public async Task Invoke(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Needs>() is not { } needs)
            await next(http);
        else if (await Answer(http, needs.Role) is { } answer)
            await answer.ExecuteAsync(http);
        else
            await next(http);
    }

    /// <summary>Who is signed in, or null.</summary>
    public static async Task<Visitor?> VisitorOf(HttpContext http, Keyring keyring)
    {
        var signedIn = await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (signedIn.Principal is not { } user)
            return null;
        http.User = user;
        return Visitor.Of(user, keyring, http.RequestServices.GetRequiredService<OidcSettings>());
    }

    private async Task<IResult?> Answer(HttpContext http, Role needed)
    {
        SecurityHeaders.Set(http.Response);
        if (await VisitorOf(http, keyring) is not { } visitor)
            return SignIn.Ask(http);
        var store = (string?)http.GetRouteValue("store");
        if (visitor.Seats.FirstOrDefault(s => s.Store.Name == store) is not { } seat)
            return Page.Plain(404, "There is no such store for you.");
        var visit = new Visit(http, visitor, seat) { Notice = Notice.Take(http) };
        http.Features.Set(new LoggedActor(seat.IsPerson ? "a person" : seat.Name));
        http.Features.Set(visit);
        if (HttpMethods.IsGet(http.Request.Method) && !Page.IsRefetch(http.Request))
            visit.Head = await ledger.Head(http.RequestAborted);
        if (!Page.IsRefetch(http.Request))
            visit.OpenRefused = await refused.CountOpen(seat.Store.Name, http.RequestAborted);
        if (!HttpMethods.IsGet(http.Request.Method) && !await antiforgery.IsRequestValidAsync(http))
            return Page.Error(visit, 400, "This form is out of date. Go back, reload the page and send it again.");
        return visit.May(needed)
            ? null
            : Page.Error(visit, 403, $"This is for the role {needed.Word()}. Here you are signed in as {seat.Role.Word()}.");
    }
}
