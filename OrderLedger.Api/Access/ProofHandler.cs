using Microsoft.AspNetCore.Authentication;

namespace OrderLedger.Api.Access;

/// <summary>
/// Proves callers and nothing else: how a caller is refused, the route's <see cref="AccessAttribute"/> knows. It implements ASP.NET's
/// interface directly, because the base class costs several microseconds in each request (docs/benchmarks.md).
/// </summary>
internal abstract class ProofHandler : IAuthenticationHandler
{
    protected HttpContext Http { get; private set; } = null!;

    protected string Scheme { get; private set; } = "";

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        (Http, Scheme) = (context, scheme.Name);
        return Task.CompletedTask;
    }

    public async Task<AuthenticateResult> AuthenticateAsync() => await Prove() is { } caller
        ? AuthenticateResult.Success(new(new CallerPrincipal(caller, Scheme), Scheme))
        : AuthenticateResult.NoResult();

    public Task ChallengeAsync(AuthenticationProperties? properties) => throw RefusedElsewhere();

    public Task ForbidAsync(AuthenticationProperties? properties) => throw RefusedElsewhere();

    /// <summary>The caller, or null where nothing is proven.</summary>
    protected abstract ValueTask<Caller?> Prove();

    /// <summary>Nobody, and why: for the log alone, since who tries keys learns nothing.</summary>
    protected Caller? Nobody(string why)
    {
        Http.Features.Set(new LoggedActor($"nobody ({why})"));
        return null;
    }

    private static NotSupportedException RefusedElsewhere() => new($"{nameof(AccessRefusals)} answers who is not let in.");
}

/// <summary>A key of a store, where the scheme looks for it.</summary>
internal sealed class ApiKeyHandler(Keyring keyring) : ProofHandler
{
    protected override async ValueTask<Caller?> Prove() => Key() is { Length: > 0 and <= ApiKey.LengthMax } key
        ? await keyring.CallerWith(key, Http.RequestAborted) ?? Nobody(keyring.WhyNot(key))
        : Nobody("no key, or none that can be one");

    private string? Key() => Scheme switch
    {
        Schemes.KeyHeader => ApiKey.InHeader(Http.Request),
        Schemes.BearerOrHeader => ApiKey.AsBearer(Http.Request) ?? ApiKey.InHeader(Http.Request),
        _ => ApiKey.Anywhere(Http.Request),
    };
}

/// <summary>A push from the inbox: <see cref="Standing"/> names who replays it.</summary>
internal sealed class ReplayHandler : ProofHandler
{
    protected override ValueTask<Caller?> Prove() => new(Http.Features.Get<Standing>()?.Caller);
}

/// <summary>Carried by a replayed push: who replays it, proven already.</summary>
public sealed record Standing(Caller Caller);
