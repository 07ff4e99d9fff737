using System.Text;

namespace OrderLedger.Faults.Clients;

/// <summary>All senders of a run.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private static readonly TimeSpan SettleMax = TimeSpan.FromSeconds(30);

    private readonly TrafficPlan plan;
    private readonly IReadOnlyList<Door> doors;
    private readonly IReadOnlyList<Diary> diaries;
    private readonly IReadOnlyList<Sender> senders;
    private readonly CancellationTokenSource enough = new();
    private Task sending = Task.CompletedTask;

    /// <param name="plan">Who sends, and how.</param>
    /// <param name="folder">Where the diaries are kept.</param>
    /// <param name="clients">One for each server.</param>
    public Traffic(TrafficPlan plan, string folder, IEnumerable<HttpClient> clients)
    {
        this.plan = plan;
        Folder = Directory.CreateDirectory(folder).FullName;
        doors = [.. clients.Select(c => new Door(c, Counts))];
        diaries = [.. Enumerable.Range(1, plan.Senders).Select(n => new Diary(Path.Combine(folder, $"{n}.diary")))];
        senders = [.. diaries.Select((diary, n) => new Sender(n + 1, doors, plan, diary, Counts))];
    }

    public string Folder { get; }

    public Counts Counts { get; } = new();

    /// <summary>Registers the orders through one of the servers, then sends until told to stop.</summary>
    public async Task Begin(HttpClient client)
    {
        for (var order = 1; order <= plan.Senders; order++)
        {
            using var body = new StringContent($$"""{ "id": {{order}}, "status": "pending" }""", Encoding.UTF8, "application/json");
            using var response = await client.PostAsync("/api/webhooks/order", body);
            response.EnsureSuccessStatusCode();
        }
        sending = Task.WhenAll(senders.Select(s => Task.Run(() => s.Send(enough.Token))));
    }

    /// <summary>Returns when this many more were acknowledged, or with false when the bound is over.</summary>
    public async Task<bool> Acknowledges(int more, TimeSpan bound)
    {
        var wanted = Counts.Acknowledged + more;
        using var patience = new CancellationTokenSource(bound);
        while (Counts.Acknowledged < wanted && !sending.IsFaulted)
        {
            if (patience.IsCancellationRequested)
                return false;
            await Task.Delay(20, CancellationToken.None);
        }
        return true;
    }

    /// <summary>Sends nothing new, and what was never acknowledged once more; each must be acknowledged now.</summary>
    public async Task End()
    {
        await enough.CancelAsync();
        await sending;
        using var patience = new CancellationTokenSource(SettleMax);
        await Task.WhenAll(senders.Select(s => s.Settle(patience.Token)));
    }

    public async ValueTask DisposeAsync()
    {
        await enough.CancelAsync();
        try
        {
            await sending;
        }
        // Whoever waited for it before has heard of it.
        catch (InvalidOperationException)
        {
        }
        enough.Dispose();
        foreach (var held in (IEnumerable<IDisposable>)[.. doors, .. diaries])
            held.Dispose();
    }
}
