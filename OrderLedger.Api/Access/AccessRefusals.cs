using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace OrderLedger.Api.Access;

/// <summary>Answers a caller that is not let in, in the words of the route.</summary>
internal sealed class AccessRefusals : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded ? next(context) : Refuse(context, Why(context, authorizeResult));

    public static Task Refuse(HttpContext context, Barred why) =>
        context.GetEndpoint()!.Metadata.GetRequiredMetadata<AccessAttribute>().Refuse(context, why).ExecuteAsync(context);

    private static Barred Why(HttpContext context, PolicyAuthorizationResult result)
    {
        if (CallerPrincipal.Of(context) is not { } caller)
            return new Barred.Unproven();
        var failed = result.AuthorizationFailure!.FailedRequirements;
        var scope = failed.OfType<ScopeRequirement>().FirstOrDefault()?.Scope;
        context.Features.Set(new LoggedActor(
            $"{caller.Name} ({(scope is null ? $"its store speaks {caller.Store.Dialect}" : $"without the scope {scope}")})"));
        return scope is not null
            ? new Barred.OutOfScope(scope)
            : new Barred.OtherDialect(caller.Store.Dialect, string.Join(" and ", failed.OfType<DialectRequirement>().First().Dialects));
    }
}
