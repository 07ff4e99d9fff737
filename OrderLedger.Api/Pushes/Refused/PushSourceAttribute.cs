using Microsoft.AspNetCore.WebUtilities;

namespace OrderLedger.Api.Pushes.Refused;

/// <summary>
/// On each route that is pushed to: a push of a proven sender that is refused is kept before the answer leaves. Where it cannot be kept,
/// the answer is 503, so that the sender tries again.
/// </summary>
/// <param name="source">The way in, in the words the events use.</param>
public class PushSourceAttribute(string source) : RefusalWatchAttribute
{
    // What the dialects read beside the body. Nothing that proves anything is among them.
    private static readonly string[] Kept =
    [
        "Content-Type", Replay.IdempotencyKey, "If-Match", "X-Company", "X-WC-Webhook-Topic", "X-WC-Webhook-ID", Replay.DeliveryId,
    ];

    /// <summary>The source of this store's pushes.</summary>
    protected virtual string SourceOf(Store store) => source;

    internal override async Task BeforeAnswer(HttpContext http, Reply refusal)
    {
        if (refusal.Status is not (400 or 404 or 409 or 422) || CallerPrincipal.Of(http) is not { } caller
            || http.Features.Get<Standing>() is not null)
            return;
        var request = http.Request;
        var body = http.Features.Get<Received>()?.Body ?? await JsonBody.Bytes(request, http.RequestAborted);
        var headers = Kept.Where(name => request.Headers.ContainsKey(name))
            .ToDictionary(name => name, name => request.Headers[name].ToString());
        var kept = new RejectedPush(
            Guid.CreateVersion7(), caller.Store.Name, request.Method, request.Path.Value ?? "", WithoutKey(request.QueryString), headers,
            caller.Name, http.TraceIdentifier, refusal.Status, RefusalReason.Of(refusal.Body))
        { Body = body, Source = SourceOf(caller.Store), OrderId = RefusedOrder.Of(request, body, caller.Store) };
        // A sender who hangs up early is refused all the same.
        await http.RequestServices.GetRequiredService<RejectedPushes>().Keep([kept], CancellationToken.None);
    }

    private static string WithoutKey(QueryString query)
    {
        var kept = new List<string>();
        foreach (var pair in new QueryStringEnumerable(query.Value))
            if (!pair.DecodeName().Span.Trim().Equals("api_key", StringComparison.OrdinalIgnoreCase))
                kept.Add($"{pair.EncodedName}={pair.EncodedValue}");
        return kept.Count == 0 ? "" : "?" + string.Join('&', kept);
    }
}
