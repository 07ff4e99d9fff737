using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>
/// The answer to a signed delivery that is refused. It is kept like every refused push, and answered 200, because the shop can act on
/// nothing else: it shows the answer to nobody, and more than five in a row that are not 2xx end all further deliveries. Where the push
/// is replayed from the inbox, the refusal itself is the answer.
/// </summary>
internal sealed class KeptReply(IResult refusal) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (httpContext.Features.Get<Standing>() is not null || refusal is not Reply reply)
        {
            await refusal.ExecuteAsync(httpContext);
            return;
        }
        if (httpContext.GetEndpoint()?.Metadata.GetMetadata<RefusalWatchAttribute>() is { } watch)
            await watch.BeforeAnswer(httpContext, reply);
        httpContext.RequestServices.GetRequiredService<ILogger<KeptReply>>().DeliveryKept(
            httpContext.Request.Path, reply.Status, httpContext.TraceIdentifier);
        await Reply.Json(new { status = "kept", reason = RefusalReason.Of(reply.Body) }).ExecuteAsync(httpContext);
    }
}
