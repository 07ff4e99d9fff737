using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>
/// WooCommerce's own webhook: signed, topics order.created, .updated, .deleted and .restored. It never retries and is switched off after
/// repeated failures, so what is not for us is answered 200 "ignored", never 4xx.
/// </summary>
internal static class WooWebhook
{
    public const string Source = "woocommerce";

    private static readonly string[] Topics = ["order.created", "order.updated", "order.deleted", "order.restored"];

    /// <summary>Parses and checks a delivery. What is not for the ledger is answered here.</summary>
    public static async Task<(IResult?, UnderstoodPush?)> Understand(HttpRequest request, CancellationToken stop)
    {
        var raw = await JsonBody.Bytes(request, stop);
        var topic = request.Headers["X-WC-Webhook-Topic"].ToString();
        if (!Topics.Contains(topic))
            return (Ignored(topic), null);
        var body = JsonBody.Parse(raw);
        if (body.Problem is { } problem)
            return (problem, null);
        var caller = CallerPrincipal.Of(request.HttpContext)!;
        var (asked, orderId, fault) = Asked(topic, body.Json, caller.Store);
        if (fault is not null)
            return (Problem.Of(400, fault), null);
        if (asked is null)
            return (Ignored(topic), null);
        var submission = new Submission(
            Stream: new(caller.Store.Name, orderId),
            Request: asked,
            Rules: caller.Store.RulesFor(Vocabularies.WooCommerce),
            Sender: new(caller.Name, Source, request.HttpContext.TraceIdentifier, DeliveryOf(request)),
            Keys: KeysOf(request, raw));
        return (null, new(submission, (http, answer) => AnswerTo(http.Response, topic, answer)));
    }

    private static Wanted Asked(string topic, JsonElement json, Store store)
    {
        if (topic == "order.deleted")
            return json.TextOrNumber("id") is { } text && OrderIds.Numeric(text) is { } id
                ? new(new DeleteOrder(), id.ToString(CultureInfo.InvariantCulture), null)
                : new(null, "", "Missing id.");
        if (json.Text("status") is { } status && IsNoOrderYet(status))
            return new(null, "", null);
        var order = WooOrder.Read(json, store);
        return new(order.Request with { Restores = topic == "order.restored" }, order.OrderId, order.Fault);
    }

    // Neither a request nor a fault: the delivery is not for the ledger.
    private sealed record Wanted(OrderRequest? Request, string OrderId, string? Fault);

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

    // Two different deliveries may share an id (it hashes webhook and second), so the body is part of the name.
    private static IReadOnlyList<IdempotencyKey> KeysOf(HttpRequest request, byte[] raw) => DeliveryOf(request) is { } delivery
        && SHA256.HashData(raw) is var hash
            ? [new($"d:{delivery}:{Convert.ToHexStringLower(hash)}", hash)]
            : [];

    private static string? DeliveryOf(HttpRequest request) =>
        request.Headers["X-WC-Webhook-Delivery-ID"].ToString() is { } id && WooSignature.IsPlain(id) ? id : null;

    private static IResult Ignored(string topic) => Reply.Json(new { status = "ignored", topic });
}
