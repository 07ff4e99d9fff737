namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>
/// The signature of WooCommerce's webhooks: base64 of HMAC-SHA256 with the store's webhook secret over the bytes as received. The webhook
/// stands in the history as the actor.
/// </summary>
internal sealed class WooSignature(Keyring keyring, SecretBox secrets) : ProofHandler
{
    public const string Name = "woocommerce";

    private const string Header = "X-WC-Webhook-Signature";
    private const string DefaultStore = "default";
    private const int NameMax = 64;

    /// <summary>When a webhook is made, WooCommerce posts a form with its id, unsigned, and wants to see exactly 200.</summary>
    public static bool IsPing(HttpContext http) => http.Request.Headers[Header].Count == 0
        && http.Features.Get<Received>() is { Body: var raw } && raw.AsSpan().StartsWith("webhook_id="u8);

    /// <summary>Whether a text can stand in a history and in a key: letters, digits, hyphens and underscores, at most 64.</summary>
    public static bool IsPlain(string text) =>
        text.Length is > 0 and <= NameMax && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    protected override async ValueTask<Caller?> Prove()
    {
        var name = (string?)Http.Request.RouteValues["store"] ?? DefaultStore;
        var signature = Http.Request.Headers[Header].ToString();
        // A ping, and whoever proves nothing, may send no more than any other route takes.
        if (signature.Length == 0 || await keyring.StoreNamed(name, Http.RequestAborted) is not { WebhookSecret: { } box } known)
        {
            await JsonBody.Bytes(Http.Request, Http.RequestAborted);
            return Nobody(signature.Length == 0 ? "no signature" : "no such store, or it has no webhook secret");
        }
        if (!await SignedBody.Proves(Http, signature, secrets.Decrypt(box, name)))
            return Nobody("the signature does not fit the webhook secret");
        var webhook = Http.Request.Headers["X-WC-Webhook-ID"].ToString();
        return new(known.Store, "", IsPlain(webhook) ? $"webhook {webhook}" : "webhook", [Scope.Push]);
    }
}

/// <summary>A route of WooCommerce's webhooks. A ping is not signed, asks for nothing, and is answered 200.</summary>
internal sealed class WooAccessAttribute : AccessAttribute
{
    public WooAccessAttribute() : base(Access.Scope.Push) => Scheme = WooSignature.Name;

    public override IResult Refuse(HttpContext http, Barred why) =>
        why is not Barred.Unproven ? base.Refuse(http, why)
        : WooSignature.IsPing(http) ? Results.Ok()
        : Problem.Unauthorized(http.Response, "Unauthorized. The X-WC-Webhook-Signature does not fit this store's webhook secret.");
}
