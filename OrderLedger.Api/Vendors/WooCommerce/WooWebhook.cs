using System.Security.Cryptography;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;
using OrderLedger.Api.Vendors.WooCommerce.Shops;

namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>
/// WooCommerce's own webhook. It is signed and never sent again, and more than five answers in a row that are not 2xx switch it off. So a
/// signed delivery is always answered 200: <c>ok</c>, <c>ignored</c> where it is about no order, <c>kept</c> where it had to be refused.
/// </summary>
internal static class WooWebhook
{
    public const string Source = "woocommerce";

    /// <summary>Most bytes of a delivery that are read, 8 MiB. Of a larger one the head is kept.</summary>
    public const int BytesMax = 8 << 20;

    /// <summary>Parses and checks a delivery. What is not for the ledger is answered here.</summary>
    public static async Task<(IResult?, UnderstoodPush?)> Understand(HttpRequest request, ShopNews news, CancellationToken stop)
    {
        var http = request.HttpContext;
        var raw = await JsonBody.Bytes(request, stop);
        var topic = request.Headers["X-WC-Webhook-Topic"].ToString();
        if (http.Features.Get<Received>() is { IsCut: true } received)
            return (new KeptReply(Problem.Of(422,
                $"The delivery has {received.Length} bytes. Up to {BytesMax} are read; its first {received.Body.Length} are kept.")), null);
        var body = JsonBody.Parse(raw);
        if (body.Problem is { } problem)
            return (WooTopics.IsOfOrders(topic) ? new KeptReply(problem) : Ignored(topic), null);
        var caller = CallerPrincipal.Of(http)!;
        var delivery = WooDelivery.Read(topic, body.Json, caller.Store);
        if (delivery.Fault is { } fault)
            return (new KeptReply(Problem.Of(400, fault)), null);
        if (delivery.Request is null)
            return (Ignored(topic), null);
        var report = (await news.In([delivery], caller.Store, stop))[0];
        var submission = new Submission(
            Stream: new(caller.Store.Name, delivery.OrderId),
            Request: report.Request,
            Rules: caller.Store.RulesFor(WooOrder.WordsOf(caller.Store)),
            Sender: new(caller.Name, Source, http.TraceIdentifier, DeliveryOf(request)) { Notes = [.. body.Notes, .. delivery.Notes] },
            Keys: KeysOf(request, raw));
        return (null, new(submission, (context, answer) => AnswerTo(context.Response, topic, answer))
        {
            Afterwards = (answer, aborted) => news.Note([report], [answer], caller.Store, submission.Sender, aborted),
        });
    }

    private static IResult AnswerTo(HttpResponse response, string topic, Answer answer)
    {
        if (answer is Answer.Done { Replayed: true })
            response.Headers["Idempotency-Replayed"] = "true";
        return answer switch
        {
            Answer.Done { Outcome: var done } =>
                Reply.Noting(new { status = "ok", topic, outcome = done.Kind, done.Order.Version }, done.Notes),
            // A shop can do nothing about an order that never came here.
            Answer.Refused { Why: Refusal.UnknownOrder } => Ignored(topic),
            _ => new KeptReply(Refusals.Answer(response, answer)),
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
