using System.Collections.Concurrent;
using System.Text;

namespace OrderLedger.Tests.Faults;

/// <summary>One push: its id is its request id and its idempotency key in every try.</summary>
internal sealed record SentPush(int Order, string Status, string Id)
{
    public bool IsAcknowledged { get; set; }
}

/// <summary>
/// Sixteen senders, each pushing to an order of its own, one push after the other. A push that was not acknowledged
/// is sent again with its key, so each of them must lead to one event, however often it was sent.
/// </summary>
internal sealed class Load(HttpClient client) : IDisposable
{
    private const int Senders = 16;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource enough = new();
    private readonly ConcurrentQueue<SentPush> pushes = new();
    private Task sending = Task.CompletedTask;
    private int acknowledged;
    private int refused;
    private int unanswered;

    public IReadOnlyCollection<SentPush> Pushes => pushes;

    public int Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>Tries answered with 503 and when to come again.</summary>
    public int Refused => Volatile.Read(ref refused);

    /// <summary>Tries whose connection ended with no answer.</summary>
    public int Unanswered => Volatile.Read(ref unanswered);

    /// <summary>Answers that no fault excuses.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    /// <summary>Registers the orders, then sends until told to stop.</summary>
    public async Task Begin()
    {
        for (var order = 1; order <= Senders; order++)
        {
            using var body = Json($$"""{ "id": {{order}}, "status": "pending" }""");
            using var response = await client.PostAsync("/api/webhooks/order", body);
            response.EnsureSuccessStatusCode();
        }
        sending = Task.WhenAll(Enumerable.Range(1, Senders).Select(Send));
    }

    /// <summary>Returns when this many more were acknowledged.</summary>
    public Task Acknowledges(int more, TimeSpan bound)
    {
        var wanted = Acknowledged + more;
        return Condition.Holds(() => Acknowledged >= wanted, bound,
            () => $"{Acknowledged} acknowledged, not {wanted}. {string.Join('\n', Wrong)}");
    }

    /// <summary>Sends nothing new; what has no answer yet keeps having none.</summary>
    public async Task End()
    {
        await enough.CancelAsync();
        await sending;
    }

    /// <summary>Sends what was never acknowledged once more; each must be acknowledged now.</summary>
    public async Task Settle()
    {
        foreach (var push in pushes.Where(p => !p.IsAcknowledged))
            await Try(push);
        pushes.ShouldAllBe(p => p.IsAcknowledged);
    }

    public void Dispose()
    {
        enough.Cancel();
        enough.Dispose();
        client.Dispose();
    }

    private async Task Send(int order)
    {
        for (var n = 1; !enough.IsCancellationRequested; n++)
        {
            var push = new SentPush(order, n % 2 == 0 ? "processing" : "completed", $"push-{order}-{n}");
            pushes.Enqueue(push);
            await Try(push);
            while (!push.IsAcknowledged && !enough.IsCancellationRequested)
            {
                await Task.Delay(Between);
                await Try(push);
            }
        }
    }

    private async Task Try(SentPush push)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/orders/{push.Order}/status");
        request.Headers.Add("Idempotency-Key", push.Id);
        request.Headers.Add("X-Request-Id", push.Id);
        request.Content = Json($$"""{ "order_status": "{{push.Status}}" }""");
        try
        {
            using var response = await client.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                push.IsAcknowledged = true;
                Interlocked.Increment(ref acknowledged);
            }
            else if (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null)
                Interlocked.Increment(ref refused);
            else
                Wrong.Enqueue($"{push.Id}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
        catch (HttpRequestException)
        {
            // The process was killed, or it does not listen yet or any more.
            Interlocked.Increment(ref unanswered);
        }
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
