using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace OrderLedger.Api.Dashboard.Session;

/// <summary>
/// The result of a form, said once on the next page. It travels in an encrypted cookie: nobody else can put words on a page.
/// </summary>
public sealed record Notice(string Text, bool IsFault = false)
{
    private const string Cookie = "orderledger-notice";
    private const int TextMax = 1_000;

    /// <summary>Leaves the notice and sends the browser to a page that shows it.</summary>
    public IResult Then(HttpContext http, string url)
    {
        var text = Text.Length > TextMax ? Text[..TextMax] : Text;
        http.Response.Cookies.Append(Cookie, Box(http).Protect((IsFault ? "!" : " ") + text),
            new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(1) });
        return Results.LocalRedirect(url);
    }

    /// <summary>
    /// Takes the notice that was left; it is not there a second time. A part of a page that is fetched again leaves it to the page.
    /// </summary>
    public static Notice? Take(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || Page.IsRefetch(http.Request) || http.Request.Cookies[Cookie] is not { } left)
            return null;
        http.Response.Cookies.Delete(Cookie);
        try
        {
            var text = Box(http).Unprotect(left);
            return new(text[1..], text[0] == '!');
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static IDataProtector Box(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("notice");
}
