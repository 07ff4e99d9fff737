using System.Runtime.CompilerServices;
using OrderLedger.Api.Http;

namespace OrderLedger.Api.Auth;

/// <summary>
/// Where every request proves who sends it: a key or a signature, then the rate of the key, then the scope the route asks for.
/// Fails closed. A replayed push was let in before and brings its caller along.
/// </summary>
public sealed class Gate(Keyring keyring, RateLimits limits, SecretBox secrets, TimeProvider clock)
{
    // The keyring hands out the same box until it reads the keys anew.
    private readonly ConditionalWeakTable<byte[], string> opened = [];

    /// <summary>Our own routes: any store's key in <c>x-api-key</c>, as a Bearer token, or in <c>?api_key=</c>.</summary>
    public ValueTask<Admission> Own(HttpRequest request, string scope, CancellationToken stop) =>
        WithKey(request, ApiKey.Anywhere(request), scope, stop);

    /// <summary>A vendor's routes where the key of one of its stores comes in <c>X-API-Key</c> and nowhere else.</summary>
    public async ValueTask<Admission> KeyHeader(HttpRequest request, string dialect, string scope, CancellationToken stop) =>
        Speaking(await WithKey(request, ApiKey.InHeader(request), scope, stop), dialect);

    /// <summary>A vendor's routes where the key of one of its stores comes as a Bearer token or in <c>X-API-Key</c>.</summary>
    public async ValueTask<Admission> BearerOrHeader(HttpRequest request, string dialect, string scope, CancellationToken stop) =>
        Speaking(await WithKey(request, ApiKey.AsBearer(request) ?? ApiKey.InHeader(request), scope, stop), dialect);

    /// <summary>As <see cref="KeyHeader"/>, where the key's store decides which of two dialects is spoken.</summary>
    public async ValueTask<Admission> KeyHeaderOfEither(
        HttpRequest request, string dialect, string other, string scope, CancellationToken stop) =>
        Speaking(await WithKey(request, ApiKey.InHeader(request), scope, stop), dialect, other);

    /// <summary>A vendor's routes where the request is signed. <paramref name="body"/> is what was received, byte for byte.</summary>
    public async ValueTask<Admission> Signature(HttpRequest request, byte[] body, string scope, CancellationToken stop)
    {
        if (Standing(request) is { } standing)
            return Speaking(Admit(request, standing, scope), "awal");
        if (SignedRequest.Read(request) is not { } signer || !SignedRequest.IsTimely(signer, clock.GetUtcNow())
            || await keyring.SignerNamed(signer.ClientId, stop) is not var (caller, secret)
            || caller.Store.Domain != signer.Domain || caller.Store.Dialect != "awal"
            || !SignedRequest.Proves(signer, request, body, SecretIn(secret, caller.Store.Name)))
            return new Admission.Unproven();
        return Admit(request, caller, scope);
    }

    private async ValueTask<Admission> WithKey(HttpRequest request, string? key, string scope, CancellationToken stop)
    {
        if (Standing(request) is { } standing)
            return Admit(request, standing, scope);
        return key is { Length: > 0 and <= ApiKey.LengthMax } && await keyring.CallerWith(key, stop) is { } caller
            ? Admit(request, caller, scope)
            : new Admission.Unproven();
    }

    private string SecretIn(byte[] box, string store) => opened.GetValue(box, _ => secrets.Decrypt(box, store));

    private Admission Admit(HttpRequest request, Caller caller, string scope)
    {
        var context = request.HttpContext;
        context.Features.Set(new Proven(caller.Store.Name, caller.Name));
        if (Standing(request) is null && limits.Take(caller, context.Response) is { } seconds)
            return new Admission.TooMany(seconds);
        return caller.May(scope) ? new Admission.Granted(caller) : new Admission.OutOfScope(scope);
    }

    private static Admission Speaking(Admission admission, params ReadOnlySpan<string> dialects) =>
        admission is Admission.Granted granted && !dialects.Contains(granted.Caller.Store.Dialect)
            ? new Admission.OtherDialect(granted.Caller.Store.Dialect, string.Join(" and ", dialects.ToArray()))
            : admission;

    private static Caller? Standing(HttpRequest request) => request.HttpContext.Features.Get<Standing>()?.Caller;
}

/// <summary>Carried by a replayed push: who replays it, proven at the gate already.</summary>
public sealed record Standing(Caller Caller);
