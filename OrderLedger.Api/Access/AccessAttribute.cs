using Microsoft.AspNetCore.Authorization;

namespace OrderLedger.Api.Access;

/// <summary>
/// Who may use a route: the scheme that proves the caller, the scope its key needs, the dialect its store must speak. A vendor's attribute
/// also knows the words in which the vendor refuses.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public class AccessAttribute(string scope) : Attribute, IAuthorizationRequirementData
{
    /// <summary>One of <see cref="Schemes"/>, or a vendor's own.</summary>
    public string Scheme { get; init; } = Schemes.Key;

    /// <summary>The dialects that the caller's store may speak; empty for any.</summary>
    public IReadOnlyList<string> Spoken { get; init; } = [];

    public IEnumerable<IAuthorizationRequirement> GetRequirements() =>
        Spoken.Count == 0 ? [new ScopeRequirement(scope)] : [new ScopeRequirement(scope), new DialectRequirement(Spoken)];

    /// <summary>The answer to a caller that is not let in.</summary>
    public virtual IResult Refuse(HttpContext http, Barred why) => why.Problem(http.Response);
}

/// <summary>The caller's key has this scope, or is an admin's.</summary>
internal sealed class ScopeRequirement(string scope) : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    public string Scope => scope;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (context.User is CallerPrincipal { Caller: var caller } && caller.May(requirement.Scope))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>The caller's store speaks one of these dialects.</summary>
internal sealed class DialectRequirement(IReadOnlyList<string> dialects)
    : AuthorizationHandler<DialectRequirement>, IAuthorizationRequirement
{
    public IReadOnlyList<string> Dialects => dialects;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, DialectRequirement requirement)
    {
        if (context.User is CallerPrincipal { Caller: var caller } && requirement.Dialects.Contains(caller.Store.Dialect))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
