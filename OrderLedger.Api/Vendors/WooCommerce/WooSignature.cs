using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;

namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>
/// The signature of WooCommerce's webhooks: base64 of HMAC-SHA256 with the store's webhook secret over the bytes as received. The webhook stands in the
/// history as the actor.
/// </summary>
internal sealed class WooSignature(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, Keyring keyring, SecretBox secrets)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "woocommerce";

    private const string Header = "X-WC-Webhook-Signature";
    private const string DefaultStore = "default";
    private const int NameMax = 64;

    /// <summary>When a webhook is made, WooCommerce posts a form with its id, unsigned, and wants to see exactly 200.</summary>
    public static bool IsPing(HttpContext http) => http.Request.Headers[Header].Count == 0
        && http.Features.Get<Received>() is { Body: var raw } && raw.AsSpan().StartsWith("webhook_id="u8);

    /// <summary>Whether a text can stand in a history and in a key: letters, digits, hyphens and underscores, at most 64.</summary>
    public static bool IsPlain(string text) => text.Length is > 0 and <= NameMax && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Constant time; an unreadable signature proves nothing.</summary>
    internal static bool Proves(string signature, byte[] raw, string secret) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), raw))),
        Encoding.ASCII.GetBytes(signature));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var name = (string?)Request.RouteValues["store"] ?? DefaultStore;
        var raw = await JsonBody.Bytes(Request, Context.RequestAborted);
        if (await keyring.StoreNamed(name, Context.RequestAborted) is not { WebhookSecret: { } box } known
            || !Proves(Request.Headers[Header].ToString(), raw, secrets.Decrypt(box, name)))
            return AuthenticateResult.NoResult();
        var webhook = Request.Headers["X-WC-Webhook-ID"].ToString();
        var caller = new Caller(known.Store, "", IsPlain(webhook) ? $"webhook {webhook}" : "webhook", [Scope.Push]);
        return AuthenticateResult.Success(new(new CallerPrincipal(caller, Name), Name));
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
