using System.Text;
using Npgsql;
using OrderLedger.Api.LocalPostgres;
using OrderLedger.Api.Ledger.Schema;

namespace OrderLedger.Tests.Faults;

/// <summary>
/// The program, a PostgreSQL on TCP that is kept on disk, and between them a proxy that cuts commits. No checkpoints are made: theirs are
/// commits as well, and one of them would be cut instead.
/// </summary>
public sealed class CutLedger : IAsyncLifetime, IAsyncDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"orderledger-cut-{Guid.NewGuid():n}");
    private EmbeddedPostgres postgres = null!;
    private ServerProcess server = null!;
    private HttpClient client = null!;

    internal double CheckpointSeconds { get; init; }

    internal NpgsqlDataSource Sql { get; private set; } = null!;

    internal CommitCut Proxy { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        postgres = await EmbeddedPostgres.Start(new() { DataDirectory = folder, PreferTcp = true }, CancellationToken.None);
        Sql = Database.Connect(postgres.ConnectionString);
        await LedgerSchema.Migrate(Sql, CancellationToken.None);
        var there = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
        Proxy = new(there.Port);
        there.Port = Proxy.Port;
        server = new(there.ConnectionString) { CheckpointSeconds = CheckpointSeconds };
        await server.Start();
        client = server.NewClient();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        await Proxy.DisposeAsync();
        await Sql.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Registers the order to push to, on a connection of which nothing is prepared yet.</summary>
    internal async Task Reconnect(int order)
    {
        Proxy.DropAll();
        using var registered = await Until200(() => Send(HttpMethod.Post, "/api/webhooks/order",
            $$"""{ "id": {{order}}, "status": "pending" }""", $"register-{order}"));
    }

    internal Task<HttpResponseMessage> Retry(int order, string key) => Until200(() => Push(order, key));

    internal Task<HttpResponseMessage> Push(int order, string key) =>
        Send(HttpMethod.Patch, $"/api/orders/{order}/status", """{ "order_status": "processing" }""", key);

    internal Task<HttpResponseMessage> Read(int order) => Send(new(HttpMethod.Get, $"/api/orders/{order}"));

    private static async Task<HttpResponseMessage> Until200(Func<Task<HttpResponseMessage>> send)
    {
        HttpResponseMessage? last = null;
        await Condition.Holds(async () =>
        {
            last?.Dispose();
            last = await send();
            return last.IsSuccessStatusCode;
        }, TimeSpan.FromSeconds(10), () => $"It is still {last?.StatusCode}.");
        return last!;
    }

    private Task<HttpResponseMessage> Send(HttpMethod method, string path, string body, string key)
    {
        var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.Add("X-Request-Id", key);
        return Send(request);
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        using var sent = request;
        try
        {
            return await client.SendAsync(sent);
        }
        catch (HttpRequestException) when (server.LastWords is { } words)
        {
            throw new InvalidOperationException(words);
        }
    }

    internal async Task<long> EventsOf(string id) => (await Witness.Events(Sql)).GetValueOrDefault(id);
}
