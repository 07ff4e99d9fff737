using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace OrderLedger.Api.Access;

/// <summary>Where a scheme looks for a key.</summary>
internal sealed class ApiKeyOptions : AuthenticationSchemeOptions
{
    public Func<HttpRequest, string?> Find { get; set; } = ApiKey.Anywhere;
}

/// <summary>A key of a store, where the scheme's options look for it.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<ApiKeyOptions> options, ILoggerFactory log, UrlEncoder encoder, Keyring keyring)
    : AuthenticationHandler<ApiKeyOptions>(options, log, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Options.Find(Request) is { Length: > 0 and <= ApiKey.LengthMax } key && await keyring.CallerWith(key, Context.RequestAborted) is { } caller
            ? AuthenticateResult.Success(new(new CallerPrincipal(caller, Scheme.Name), Scheme.Name))
            : AuthenticateResult.NoResult();
}

/// <summary>A push from the inbox: <see cref="Standing"/> names who replays it.</summary>
internal sealed class ReplayHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.Success(
        new(new CallerPrincipal(Context.Features.Get<Standing>()!.Caller, Scheme.Name), Scheme.Name)));
}

/// <summary>Carried by a replayed push: who replays it, proven already.</summary>
public sealed record Standing(Caller Caller);
