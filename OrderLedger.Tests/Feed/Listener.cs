using System.Net.ServerSentEvents;

namespace OrderLedger.Tests.Feed;

/// <summary>An event of the feed as it was heard.</summary>
internal sealed record Fed(string? Id, string Type, JsonNode Json)
{
    public string Order => (string)(Json["data"]!["order_id"] ?? throw new InvalidOperationException("No order."))!;

    public long Seq => (long)Json["data"]!["seq"]!;
}

/// <summary>Listens to /api/live. Each wait ends with what was waited for, or fails after a time that no machine needs.</summary>
internal sealed class Listener : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage answer;
    private readonly CancellationTokenSource end;
    private readonly IAsyncEnumerator<SseItem<string>> items;

    private Listener(HttpResponseMessage answer, Stream body, CancellationTokenSource end)
    {
        (this.answer, this.end) = (answer, end);
        items = SseParser.Create(body).EnumerateAsync(end.Token).GetAsyncEnumerator(end.Token);
    }

    public static async Task<Listener> Connect(HttpClient client, string query = "", string key = LedgerApp.Key,
        params (string Name, string Value)[] headers)
    {
        var end = new CancellationTokenSource(Patience);
        var answer = await Ask(client, query, key, end.Token, headers);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Header("Content-Type").ShouldBe("text/event-stream");
        return new(answer, await answer.Content.ReadAsStreamAsync(end.Token), end);
    }

    /// <summary>The answer as soon as its headers are there.</summary>
    public static async Task<HttpResponseMessage> Ask(HttpClient client, string query, string key, CancellationToken stop,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/live" + query);
        request.Headers.Add("x-api-key", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
    }

    public async Task<List<Fed>> Hear(int count)
    {
        var heard = new List<Fed>();
        while (heard.Count < count)
            heard.Add(await Next() ?? throw new InvalidOperationException("The stream ended."));
        return heard;
    }

    /// <summary>The next one, or null at the end of the stream.</summary>
    public async Task<Fed?> Next()
    {
        end.CancelAfter(Patience);
        return await items.MoveNextAsync()
            ? new(items.Current.EventId, items.Current.EventType, JsonNode.Parse(items.Current.Data)!) : null;
    }

    public void Dispose()
    {
        end.Cancel();
        answer.Dispose();
        end.Dispose();
    }
}
