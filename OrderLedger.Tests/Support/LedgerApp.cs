using System.Net.Http.Json;
using System.Text;
using Alba;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderLedger.Api.Access;

namespace OrderLedger.Tests.Support;

/// <summary>
/// The real application on a real PostgreSQL, in a database of its own that is dropped afterwards. Requests reach it through Alba, without
/// a socket: whoever needs one takes a <see cref="SocketApp"/>.
/// </summary>
public class LedgerApp : IAsyncLifetime
{
    public const string Key = "the-key-of-the-first-store";

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"orderledger-app-{Guid.NewGuid():n}");
    private string connectionString = "";
    private IAlbaHost? alba;
    private HttpClient? client;

    /// <summary>For scenarios: a request, and what is expected of its answer.</summary>
    public IAlbaHost Alba => alba!;

    public HttpClient Client => client!;

    public virtual IServiceProvider Services => alba!.Services;

    /// <summary>The key of a monitor; none unless set before the start.</summary>
    public string? MetricsKey { get; init; }

    /// <summary>Further settings, by the names that configuration has for them.</summary>
    public Dictionary<string, string> Extra { get; } = [];

    public LedgerReader Ledger => Services.GetRequiredService<LedgerReader>();

    internal SecretBox Secrets => Services.GetRequiredService<SecretBox>();

    /// <summary>For programs that use the database beside the application.</summary>
    public string ConnectionString => connectionString;

    public NpgsqlDataSource Sql => Services.GetRequiredService<NpgsqlDataSource>();

    public virtual async Task InitializeAsync()
    {
        connectionString = await TestServer.NewDatabase();
        client = await Start();
    }

    public async Task DisposeAsync()
    {
        client?.Dispose();
        await ShutDown();
        await TestServer.Drop(connectionString);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Sends a request with the first store's key, unless told another one (or none).</summary>
    public async Task<HttpResponseMessage> Send(
        HttpMethod method, string path, string? body = null, string? key = Key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("x-api-key", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> Patch(string orderId, string body, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Patch, $"/api/orders/{orderId}/status", body, Key, headers);

    public async Task<JsonObject> Get(string path)
    {
        using var response = await Send(HttpMethod.Get, path);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>Registers an order of the first store through the intake.</summary>
    public async Task Register(string orderId, string status = "pending", string? total = null)
    {
        var amount = total is null ? "" : $", \"total\": \"{total}\"";
        using var response = await Send(HttpMethod.Post, "/api/webhooks/order", $$"""{ "id": {{orderId}}, "status": "{{status}}"{{amount}} }""");
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Folds everything anew; empty when nothing shown differs.</summary>
    public async Task<IReadOnlyList<Fault>> Faults()
    {
        var stores = (await Services.GetRequiredService<StoreTable>().All(CancellationToken.None)).ToDictionary(s =>
            s.Store.Name, s => s.Store);
        return (await Services.GetRequiredService<Verify>().Run(stores, null, CancellationToken.None)).Faults;
    }

    /// <summary>Starts the application and returns a client of it.</summary>
    protected virtual async Task<HttpClient> Start()
    {
        alba = await AlbaHost.For<Program>(Configure);
        return alba.Server.CreateClient();
    }

    protected virtual async Task ShutDown()
    {
        if (alba is not null)
            await alba.DisposeAsync();
    }

    protected virtual void Configure(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:Ledger", connectionString);
        builder.UseSetting("OrderLedger:Bootstrap:Key", Key);
        builder.UseSetting("OrderLedger:DataDirectory", folder);
        builder.UseSetting("OrderLedger:StopGraceSeconds", "0");
        builder.UseSetting("OrderLedger:RatePerMinute", "0");
        builder.UseSetting("OrderLedger:ReconcileSeconds", "0");
        builder.UseSetting("OrderLedger:CheckpointSeconds", "0");
        builder.UseSetting("OrderLedger:MetricsKey", MetricsKey);
        builder.UseSetting("urls", "http://127.0.0.1:0");
        foreach (var (name, value) in Extra)
            builder.UseSetting(name, value);
    }
}
