using System.Net;
using System.Net.Http.Headers;
using OrderLedger.Api.Ledger.Shops;
using Polly;
using Polly.Retry;

namespace OrderLedger.Api.Vendors.WooCommerce.Shops;

/// <summary>A page of a shop's orders. <c>Total</c> is how many there are on all pages; null where the shop does not say.</summary>
internal sealed record ShopPage(IReadOnlyList<JsonElement> Orders, long? Total);

/// <summary>
/// A shop's WooCommerce REST API, version 3: <c>GET {url}/wp-json/wc/v3/orders</c>, the consumer key and secret by basic authentication,
/// up to 100 orders on a page, <c>X-WP-Total</c>. A shop that is busy or away is asked again up to six times, after as long as it says in
/// <c>Retry-After</c> or ever longer.
/// </summary>
internal sealed class WooShop
{
    /// <summary>Most orders on a page; WooCommerce gives no more.</summary>
    public const int PageMax = 100;

    /// <summary>Longest that a shop is waited for when it asks for patience.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(60);

    // A page holds 100 orders of up to some hundred kilobytes; what is larger is no answer of a shop.
    private const long AnswerBytesMax = 256L << 20;

    internal static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = DecompressionMethods.All,
        // The proof would not follow, and an address that leads elsewhere is to be set right.
        AllowAutoRedirect = false,
    })
    { Timeout = AnswerMax, MaxResponseContentBufferSize = AnswerBytesMax };

    private static readonly ResiliencePipeline<Answered> Patience = new ResiliencePipelineBuilder<Answered>().AddRetry(
        new RetryStrategyOptions<Answered>
        {
            MaxRetryAttempts = 6,
            Delay = TimeSpan.FromMilliseconds(500),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            MaxDelay = WaitMax,
            ShouldHandle = new PredicateBuilder<Answered>().Handle<HttpRequestException>().Handle<TimeoutException>()
                .HandleResult(a => a.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
                    || (int)a.Status >= 500 || a.Orders is null && a.Status == HttpStatusCode.OK),
            DelayGenerator = next => ValueTask.FromResult(next.Outcome.Result?.RetryAfter),
        }).Build();

    private readonly string url;
    private readonly AuthenticationHeaderValue proof;

    /// <param name="url">The shop's address, e.g. https://shop.example, also of a shop in a folder.</param>
    /// <param name="credentials">Consumer key and consumer secret with a colon between them.</param>
    public WooShop(string url, string credentials) => (this.url, proof) =
        (url.TrimEnd('/'), new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))));

    private sealed record Answered(HttpStatusCode Status, IReadOnlyList<JsonElement>? Orders, string Said)
    {
        public TimeSpan? RetryAfter { get; init; }

        public long? Total { get; init; }
    }

    /// <summary>One page of the orders that a query chooses.</summary>
    /// <param name="query">The parameters of WooCommerce's reference, without page and per_page.</param>
    /// <param name="page">From 1.</param>
    /// <param name="stop">Ends the asking.</param>
    /// <exception cref="ShopException">The shop does not answer, or not with orders.</exception>
    public async Task<ShopPage> Orders(string query, int page, CancellationToken stop)
    {
        var answer = await Ask(string.Create(CultureInfo.InvariantCulture, $"/orders?per_page={PageMax}&page={page}&{query}"), stop);
        return new(answer.Orders!, answer.Total);
    }

    /// <summary>One order; null where the shop has none of that id.</summary>
    /// <exception cref="ShopException">The shop does not answer, or not with an order.</exception>
    public async Task<JsonElement?> Order(string id, CancellationToken stop)
    {
        var found = (await Ask($"/orders?include={id}", stop)).Orders!;
        return found.Count == 0 ? null : found[0];
    }

    private async Task<Answered> Ask(string path, CancellationToken stop)
    {
        Answered answer;
        try
        {
            answer = await Patience.ExecuteAsync(async inTime => await Once(path, inTime), stop);
        }
        catch (Exception away) when (away is HttpRequestException or TimeoutException)
        {
            throw new ShopException($"The shop at {url} does not answer: {away.Message.TrimEnd('.')}.", away);
        }
        return answer is { Status: HttpStatusCode.OK, Orders: not null } ? answer : throw new ShopException(Why(answer));
    }

    private async Task<Answered> Once(string path, CancellationToken stop)
    {
        using var request = Request(HttpMethod.Get, path);
        try
        {
            using var response = await Http.SendAsync(request, stop);
            var bytes = await response.Content.ReadAsByteArrayAsync(stop);
            return new(response.StatusCode, OrdersIn(bytes), CodeIn(bytes))
            {
                RetryAfter = Wait(response.Headers.RetryAfter),
                Total = response.Headers.TryGetValues("X-WP-Total", out var totals) && long.TryParse(totals.First(), out var total)
                    ? total : null,
            };
        }
        catch (TaskCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {AnswerMax.TotalSeconds:0} seconds", late);
        }
    }

    internal HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, $"{url}/wp-json/wc/v3{path}");
        request.Headers.Authorization = proof;
        request.Headers.UserAgent.ParseAdd("OrderLedger");
        return request;
    }

    internal static TimeSpan? Wait(RetryConditionHeaderValue? after)
    {
        var wait = after?.Delta ?? after?.Date - DateTimeOffset.UtcNow;
        return wait is not { } time || time < TimeSpan.Zero ? null : time < WaitMax ? time : WaitMax;
    }

    // Null where the answer is no list: a page of a proxy, or the warning of a plugin.
    private static IReadOnlyList<JsonElement>? OrdersIn(byte[] answer)
    {
        try
        {
            var list = JsonElement.Parse(answer);
            return list.ValueKind != JsonValueKind.Array ? null
                : [.. (JsonMending.Mended(answer) is { } mended ? JsonElement.Parse(mended) : list).EnumerateArray()];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // WordPress names what is wrong in a code.
    private static string CodeIn(byte[] answer) => OrderIn(answer)?.Text("code") ?? "";

    /// <summary>The object in an answer, mended where it cannot be stored; null where the answer is none.</summary>
    internal static JsonElement? OrderIn(byte[] answer)
    {
        try
        {
            var json = JsonElement.Parse(answer);
            return json.ValueKind != JsonValueKind.Object ? null
                : JsonMending.Mended(answer) is { } mended ? JsonElement.Parse(mended) : json;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string Why(Answered answer)
    {
        var code = answer.Said.Length > 0 ? $" ({answer.Said})" : "";
        return (int)answer.Status switch
        {
            401 or 403 => $"The shop at {url} refused the consumer key{code}. It needs the permission Read, and a user who may read orders.",
            404 => $"There is no WooCommerce API at {url}/wp-json/wc/v3{code}. Is the address right, and are permalinks switched on?",
            >= 300 and < 400 => $"The address {url} leads elsewhere. Give the one that the shop itself uses, with https and www if it has them.",
            200 => $"The shop at {url} answered with something that is no list of orders.",
            var status => $"The shop at {url} answered {status}{code}.",
        };
    }
}
