using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Dialects;

/// <summary>
/// WooCommerce's own webhook: signature over the raw bytes (base64 of HMAC-SHA256 with the store's webhook secret), topics
/// order.created, .updated, .deleted and .restored. It never retries and is switched off after repeated failures, so what is
/// not for us is answered 200 "ignored", never 4xx.
/// </summary>
public static class WooWebhook
{
    private const string Source = "woocommerce";

    private static readonly string[] Topics = ["order.created", "order.updated", "order.deleted", "order.restored"];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/webhooks/woocommerce", PostToDefault)
            .WithTags("Dialect B: WooCommerce").WithSummary("WooCommerce's webhook, for the store 'default'")
            .WithMetadata(new PushSource(Source));
        app.MapPost("/api/webhooks/woocommerce/{store}", Post)
            .WithTags("Dialect B: WooCommerce").WithSummary("WooCommerce's webhook").WithMetadata(new PushSource(Source));
    }

    private static Task<IResult> PostToDefault(
        HttpRequest request, Keyring keyring, SecretBox secrets, LedgerWriter writer, CancellationToken stop) =>
        Post("default", request, keyring, secrets, writer, stop);

    private static async Task<IResult> Post(
        string store, HttpRequest request, Keyring keyring, SecretBox secrets, LedgerWriter writer, CancellationToken stop)
    {
        var raw = await JsonBody.Bytes(request, stop);
        if (IsPing(request, raw))
            return Results.Ok();
        if (await Prove(store, request, raw, keyring, secrets, stop) is not var (known, actor))
            return Problem.Unauthorized(request.HttpContext.Response, "Unauthorized. The X-WC-Webhook-Signature does not fit this store's webhook secret.");

        var topic = request.Headers["X-WC-Webhook-Topic"].ToString();
        if (!Topics.Contains(topic))
            return Ignored(topic);
        var body = JsonBody.Parse(raw);
        if (body.Problem is { } problem)
            return problem;
        return Asked(topic, body.Json, known) switch
        {
            (_, _, { } fault) => Problem.Of(400, fault),
            (null, _, _) => Ignored(topic),
            var (orderRequest, orderId, _) => AnswerTo(request.HttpContext.Response, topic, await writer.Submit(
                new(new(store, orderId), orderRequest, known.RulesFor(Vocabularies.WooCommerce),
                    new(actor, Source, request.HttpContext.TraceIdentifier, DeliveryOf(request)), KeysOf(request, raw)), stop)),
        };
    }

    /// <summary>The store and who stands in its history; null where nothing is proven. A replayed push was proven before.</summary>
    private static async ValueTask<(Store Store, string Actor)?> Prove(
        string store, HttpRequest request, byte[] raw, Keyring keyring, SecretBox secrets, CancellationToken stop)
    {
        if (request.HttpContext.Features.Get<Standing>() is { Caller: var caller } && caller.Store.Name == store)
            return (caller.Store, caller.Name);
        if (await keyring.StoreNamed(store, stop) is not { WebhookSecret: { } box } known
            || !Proves(request.Headers["X-WC-Webhook-Signature"].ToString(), raw, secrets.Decrypt(box, store)))
            return null;
        var webhook = request.Headers["X-WC-Webhook-ID"].ToString();
        var actor = IsPlain(webhook) ? $"webhook {webhook}" : "webhook";
        request.HttpContext.Features.Set(new Proven(store, actor));
        return (known.Store, actor);
    }

    /// <summary>Constant time; an unreadable signature proves nothing.</summary>
    internal static bool Proves(string signature, byte[] raw, string secret) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), raw))),
        Encoding.ASCII.GetBytes(signature));

    private static (OrderRequest? Request, string OrderId, string? Fault) Asked(string topic, JsonElement json, Store store)
    {
        if (topic == "order.deleted")
            return json.TextOrNumber("id") is { } text && OrderIds.Numeric(text) is { } id
                ? (new DeleteOrder(), id.ToString(CultureInfo.InvariantCulture), null)
                : (null, "", "Missing id.");
        if (json.Text("status") is { } status && IsNoOrderYet(status))
            return (null, "", null);
        var order = WooOrder.Read(json, store);
        return (order.Request with { Restores = topic == "order.restored" }, order.OrderId, order.Fault);
    }

    private static bool IsNoOrderYet(string status) =>
        status is "draft" or "checkout-draft" or "wc-checkout-draft" || Vocabularies.WooCommerce.NotStatuses.Contains(status);

    private static IResult AnswerTo(HttpResponse response, string topic, Answer answer)
    {
        if (answer is Answer.Done { Replayed: true })
            response.Headers["Idempotency-Replayed"] = "true";
        return answer switch
        {
            Answer.Done done => Reply.Json(new { status = "ok", topic, outcome = done.Outcome.Kind, done.Outcome.Order.Version }),
            // A shop can do nothing about an order that never came here.
            Answer.Refused { Why: Refusal.UnknownOrder } => Ignored(topic),
            _ => Refusals.Answer(response, answer),
        };
    }

    // When a webhook is made, WooCommerce posts a form with its id, unsigned, and wants to see exactly 200.
    private static bool IsPing(HttpRequest request, byte[] raw) =>
        request.Headers["X-WC-Webhook-Signature"].Count == 0 && raw.AsSpan().StartsWith("webhook_id="u8);

    // Two different deliveries may share an id (it hashes webhook and second), so the body is part of the name.
    private static IReadOnlyList<IdempotencyKey> KeysOf(HttpRequest request, byte[] raw) => DeliveryOf(request) is { } delivery
        && SHA256.HashData(raw) is var hash
            ? [new($"d:{delivery}:{Convert.ToHexStringLower(hash)}", hash)]
            : [];

    private static string? DeliveryOf(HttpRequest request) =>
        request.Headers["X-WC-Webhook-Delivery-ID"].ToString() is { } id && IsPlain(id) ? id : null;

    private static bool IsPlain(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static IResult Ignored(string topic) => Reply.Json(new { status = "ignored", topic });
}
