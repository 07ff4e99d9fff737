using System.Runtime.CompilerServices;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;

namespace OrderLedger.Api.Vendors.Awal;

/// <summary>
/// A request that a key of an Awal store signed. The whole body is read before the proof, because it is part of what was signed.
/// </summary>
internal sealed class AwalSignature(Keyring keyring, SecretBox secrets, TimeProvider clock) : ProofHandler
{
    public const string Name = "awal-signature";

    // The keyring hands out the same box until it reads the keys anew.
    private static readonly ConditionalWeakTable<byte[], string> Opened = [];

    protected override async ValueTask<Caller?> Prove()
    {
        byte[] body;
        try
        {
            body = await JsonBody.Bytes(Http.Request, Http.RequestAborted);
        }
        catch (BadHttpRequestException large) when (large.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
        return SignedRequest.Read(Http.Request) is { } signer && SignedRequest.IsTimely(signer, clock.GetUtcNow())
            && await keyring.SignerNamed(signer.ClientId, Http.RequestAborted) is var (caller, secret)
            && caller.Store.Domain == signer.Domain && caller.Store.Dialect == AwalDialect.Name
            && SignedRequest.Proves(signer, Http.Request, body, Opened.GetValue(secret, box => secrets.Decrypt(box, caller.Store.Name)))
                ? caller
                : null;
    }
}

/// <summary>A route of the Awal document: the request is signed.</summary>
internal sealed class AwalAccessAttribute : AccessAttribute
{
    public AwalAccessAttribute(string scope) : base(scope) => (Scheme, Spoken) = (AwalSignature.Name, [AwalDialect.Name]);

    public override IResult Refuse(HttpContext http, Barred why) => AwalErrors.NotIn(http, why);
}
