using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;

namespace OrderLedger.Api.Vendors.Awal;

/// <summary>A request that a key of an Awal store signed. The whole body is read before the proof, because it is part of what was signed.</summary>
internal sealed class AwalSignature(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, Keyring keyring, SecretBox secrets)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "awal-signature";

    // The keyring hands out the same box until it reads the keys anew.
    private static readonly ConditionalWeakTable<byte[], string> Opened = [];

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        byte[] body;
        try
        {
            body = await JsonBody.Bytes(Request, Context.RequestAborted);
        }
        catch (BadHttpRequestException large) when (large.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return AuthenticateResult.Fail(large);
        }
        if (SignedRequest.Read(Request) is not { } signer || !SignedRequest.IsTimely(signer, TimeProvider.GetUtcNow())
            || await keyring.SignerNamed(signer.ClientId, Context.RequestAborted) is not var (caller, secret)
            || caller.Store.Domain != signer.Domain || caller.Store.Dialect != AwalDialect.Name
            || !SignedRequest.Proves(signer, Request, body, Opened.GetValue(secret, box => secrets.Decrypt(box, caller.Store.Name))))
            return AuthenticateResult.NoResult();
        return AuthenticateResult.Success(new(new CallerPrincipal(caller, Scheme.Name), Scheme.Name));
    }
}

/// <summary>A route of the Awal document: the request is signed.</summary>
internal sealed class AwalAccessAttribute : AccessAttribute
{
    public AwalAccessAttribute(string scope) : base(scope) => (Scheme, Spoken) = (AwalSignature.Name, [AwalDialect.Name]);

    public override IResult Refuse(HttpContext http, Barred why) => AwalErrors.NotIn(http, why);
}
