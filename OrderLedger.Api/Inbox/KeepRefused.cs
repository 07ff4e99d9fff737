using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.WebUtilities;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger;

namespace OrderLedger.Api.Inbox;

/// <summary>
/// Stands around every route that is pushed to: a push whose sender was proven and that is refused is kept before the answer leaves.
/// Where it cannot be kept the answer is 503, so that the sender comes again.
/// </summary>
internal sealed class KeepRefused(RejectedPushes pushes) : IEndpointFilter
{
    // What the dialects read beside the body. Nothing that proves anything is ever among them.
    private static readonly string[] Kept =
    [
        "Content-Type", Replay.IdempotencyKey, "If-Match", "X-Company", "X-WC-Webhook-Topic", "X-WC-Webhook-ID", Replay.DeliveryId,
    ];

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (result is Reply { Status: 400 or 404 or 409 or 422 } refusal)
            await Keep(context.HttpContext, refusal);
        return result;
    }

    private async Task Keep(HttpContext context, Reply refusal)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || context.Features.Get<Proven>() is not { } sender || context.Features.Get<Standing>() is not null)
            return;
        var body = context.Features.Get<Received>()?.Body ?? await JsonBody.Bytes(request, context.RequestAborted);
        var headers = Kept.Where(name => request.Headers.ContainsKey(name)).ToDictionary(name => name, name => request.Headers[name].ToString());
        // A sender who hangs up early is refused all the same.
        var kept = new RejectedPush(
            Guid.CreateVersion7(), sender.Store, request.Method, request.Path.Value ?? "", WithoutKey(request.QueryString), headers,
            sender.Actor, context.TraceIdentifier, refusal.Status, RefusalReason.Of(refusal.Body))
        {
            Body = body,
            Source = (context.Features.Get<PushSource>() ?? context.GetEndpoint()?.Metadata.GetMetadata<PushSource>())?.Name,
        };
        await pushes.Keep([kept], CancellationToken.None);
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
