using System.Net.ServerSentEvents;
using System.Text.Json;

namespace OrderLedger.Tests.Dashboard;

/// <summary>A message of /live: its kind, its id where it had one, and what stood in it.</summary>
internal sealed record Heard(string Kind, string? Id, string Data)
{
    public string Order => Member("order");

    public string Status => Member("status");

    private string Member(string name) => JsonElement.Parse(Data).GetProperty(name).GetString()!;
}

/// <summary>
/// A browser's ear on /live. Each wait ends with what was waited for, or fails after a time that no machine needs, beats or not.
/// </summary>
internal sealed class Listener : IDisposable
{
    /// <summary>Beats come every 20 seconds where nothing else does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static InvalidOperationException Ended => new("The connection ended.");

    private readonly HttpResponseMessage answer;
    private readonly Stream body;
    private readonly IAsyncEnumerator<SseItem<string>> items;
    private readonly CancellationTokenSource end;

    private Listener(HttpResponseMessage answer, Stream body, CancellationTokenSource end)
    {
        (this.answer, this.body, this.end) = (answer, body, end);
        items = SseParser.Create(body).EnumerateAsync(end.Token).GetAsyncEnumerator(end.Token);
    }

    /// <summary>Connected, and told so by the first beat.</summary>
    public static async Task<Listener> Connect(Clerk clerk, string query = "", string? lastEventId = null)
    {
        var end = new CancellationTokenSource(Patience);
        var answer = await clerk.Listen("/live" + query, lastEventId, end.Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Header("Content-Type").ShouldBe("text/event-stream");
        var listener = new Listener(answer, await answer.Content.ReadAsStreamAsync(end.Token), end);
        (await listener.Next()).Kind.ShouldBe("beat");
        return listener;
    }

    /// <summary>The next one, whatever it is.</summary>
    public async Task<Heard> Next()
    {
        end.CancelAfter(Patience);
        return await Said() ?? throw Ended;
    }

    /// <summary>The next so many changes of orders; nothing but beats comes between.</summary>
    public async Task<List<Heard>> Changes(int count)
    {
        end.CancelAfter(Patience);
        var changes = new List<Heard>();
        while (changes.Count < count)
            if ((await Said() ?? throw Ended) is { Kind: not "beat" } heard)
            {
                heard.Kind.ShouldBe("order");
                changes.Add(heard);
            }
        return changes;
    }

    /// <summary>Comes to its end when the server ends the connection; what it said until then.</summary>
    public async Task<List<Heard>> Rest()
    {
        end.CancelAfter(Patience);
        var rest = new List<Heard>();
        while (await Said() is { } heard)
            rest.Add(heard);
        return rest;
    }

    public void Dispose()
    {
        end.Cancel();
        body.Dispose();
        answer.Dispose();
        end.Dispose();
    }

    private async Task<Heard?> Said() =>
        await items.MoveNextAsync() ? new(items.Current.EventType, items.Current.EventId, items.Current.Data) : null;
}
