using System.Security.Claims;

namespace OrderLedger.Api.Access;

/// <summary>A caller whose proof holds, as ASP.NET carries it through a request.</summary>
internal sealed class CallerPrincipal(Caller caller, string scheme)
    : ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, caller.Name)], scheme))
{
    public Caller Caller => caller;

    /// <summary>The caller of a request, or null.</summary>
    public static Caller? Of(HttpContext http) => (http.User as CallerPrincipal)?.Caller;
}

/// <summary>Gives endpoints the caller as a parameter. Only a route with an <see cref="AccessAttribute"/> has one.</summary>
public static class ProvenCaller
{
    public static Caller Before(HttpContext http) => CallerPrincipal.Of(http)!;
}
