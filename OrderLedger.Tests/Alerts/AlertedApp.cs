using System.Globalization;
using Alba;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Alerts;

namespace OrderLedger.Tests.Alerts;

/// <summary>The application with a mail server. It looks for alerts only when a test has it look.</summary>
public sealed class AlertedApp : LedgerApp, IAsyncLifetime
{
    public const string Address = "ops@shop.example";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public AlertedApp()
    {
        Extra["OrderLedger:AlertSeconds"] = "0";
        Extra["OrderLedger:PublicUrl"] = "https://orders.shop.example/";
        Extra["OrderLedger:Mail:Host"] = "127.0.0.1";
        Extra["OrderLedger:Mail:Port"] = Mails.Port.ToString(CultureInfo.InvariantCulture);
        Extra["OrderLedger:Mail:Tls"] = "none";
        Extra["OrderLedger:Mail:From"] = "OrderLedger <orders@shop.example>";
        Extra["OrderLedger:Mail:RetrySeconds"] = "1";
        Extra["OrderLedger:Webhooks:AllowPrivateAddresses"] = "true";
    }

    public MailReceiver Mails { get; } = new();

    public new async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Mails.DisposeAsync();
    }

    /// <summary>The same application once more, on the same database.</summary>
    public Task<IAlbaHost> Another() => AlbaHost.For<Program>(Configure);

    /// <summary>Makes a store of which an address is told, and returns its key.</summary>
    public async Task<string> Watched(string store, string setting = $$"""{"emails":["{{Address}}"]}""")
    {
        var key = await this.NewStore(store);
        await Set(key, setting);
        return key;
    }

    public async Task<JsonObject> Set(string key, string setting)
    {
        using var response = await Send(HttpMethod.Put, "/api/alerts", setting, key);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Text());
        return await response.Json();
    }

    public async Task<JsonObject> Shown(string key)
    {
        using var response = await Send(HttpMethod.Get, "/api/alerts", null, key);
        return await response.Json();
    }

    public async Task Push(string key, string order, string status)
    {
        using var response = await Send(HttpMethod.Post, "/api/webhooks/order", $$"""{ "id": {{order}}, "status": "{{status}}" }""", key);
        response.EnsureSuccessStatusCode();
    }

    public Task Look(DateTimeOffset now) => Look(Services, now);

    public static Task Look(IServiceProvider server, DateTimeOffset now) =>
        server.GetRequiredService<AlertWatch>().Round(now, CancellationToken.None);

    /// <summary>The mails about a store, once so many came and none is on its way.</summary>
    public async Task<IReadOnlyList<ArrivedMail>> MailsOf(string store, int count)
    {
        await Condition.Holds(async () => Of(store).Count >= count && await this.Ask<long>(
            $"select count(*) from ledger.ol_mail where store = '{store}' and state = 'waiting'") == 0, Patience,
            () => $"{Of(store).Count} of {count} mails came: {string.Join('\n', Mails.Taken.Select(m => m.Title))}");
        return Of(store);
    }

    private List<ArrivedMail> Of(string store) => [.. Mails.Taken.Where(m => m.Title.StartsWith(store + ":", StringComparison.Ordinal))];
}
