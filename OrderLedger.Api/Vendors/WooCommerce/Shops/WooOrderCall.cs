using OrderLedger.Api.Webhooks;

namespace OrderLedger.Api.Vendors.WooCommerce.Shops;

/// <summary>The answer of a shop to a call about one order.</summary>
/// <param name="Status">The HTTP status; null where no answer came.</param>
/// <param name="Json">The object in the answer: the order, or WordPress's error. Null where there is none.</param>
/// <param name="Said">Why no answer came.</param>
internal sealed record OrderAnswer(int? Status, JsonElement? Json, string Said = "")
{
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The order; null where the shop answered with something else.</summary>
    public JsonElement? Order => Status == 200 && Json?.Id("id") is not null ? Json : null;
}

/// <summary>
/// Reads and writes one order by a shop's REST API, version 3: <c>GET</c> and <c>PUT {url}/wp-json/wc/v3/orders/{id}</c>. One attempt
/// each: whoever calls knows when to call again.
/// </summary>
internal sealed class WooOrderCall(WooShop shop)
{
    public Task<OrderAnswer> Read(string id, CancellationToken stop) => Call(HttpMethod.Get, $"/orders/{id}", null, stop);

    public Task<OrderAnswer> Write(string id, string status, CancellationToken stop) =>
        Call(HttpMethod.Put, $"/orders/{id}", new { status }, stop);

    /// <summary>Whether the shop shows orders to us: one of them, or none, in a list.</summary>
    public Task<OrderAnswer> Probe(CancellationToken stop) => Call(HttpMethod.Get, "/orders?per_page=1", null, stop);

    private async Task<OrderAnswer> Call(HttpMethod method, string path, object? body, CancellationToken stop)
    {
        using var request = shop.Request(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(WebhookClient.AnswerMax);
        try
        {
            using var response = await WooShop.Http.SendAsync(request, late.Token);
            return new((int)response.StatusCode, WooShop.OrderIn(await response.Content.ReadAsByteArrayAsync(late.Token)))
            {
                RetryAfter = WooShop.Wait(response.Headers.RetryAfter),
            };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(null, null, $"no answer within {WebhookClient.AnswerMax.TotalSeconds:0} seconds");
        }
        catch (HttpRequestException away)
        {
            return new(null, null, away.Message.TrimEnd('.'));
        }
    }
}
