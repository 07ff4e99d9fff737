using System.Runtime.CompilerServices;

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
            return Nobody("a body too large to be signed");
        }
        if (SignedRequest.Read(Http.Request) is not { } signer)
            return Nobody("a header of the signature is missing or malformed");
        if (!SignedRequest.IsTimely(signer, clock.GetUtcNow()))
            return Nobody("signed more than five minutes from now: look at both clocks");
        if (await keyring.SignerNamed(signer.ClientId, Http.RequestAborted) is not var (caller, secret))
            return Nobody("no such client id, or its key is revoked or has expired");
        if (caller.Store.Domain != signer.Domain || caller.Store.Dialect != AwalDialect.Name)
            return Nobody("X-Domain is not that of the client's store");
        return SignedRequest.Proves(signer, Http.Request, body, Opened.GetValue(secret, box => secrets.Decrypt(box, caller.Store.Name)))
            ? caller
            : Nobody("the signature does not fit");
    }
}

/// <summary>A route of the Awal document: the request is signed.</summary>
internal sealed class AwalAccessAttribute : AccessAttribute
{
    public AwalAccessAttribute(string scope) : base(scope) => (Scheme, Spoken) = (AwalSignature.Name, [AwalDialect.Name]);

    public override IResult Refuse(HttpContext http, Barred why) => AwalErrors.NotIn(http, why);
}
