using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Tests.Support;

/// <summary>The words that HTTP tests are told in.</summary>
internal static class Talk
{
    /// <summary>Who does what tests do to the ledger itself.</summary>
    public static readonly Sender Tester = new("tester", "test");

    public static async Task<string> Text(this HttpResponseMessage response) => await response.Content.ReadAsStringAsync();

    public static async Task<JsonObject> Json(this HttpResponseMessage response) => JsonNode.Parse(await response.Text())!.AsObject();

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values)
        : response.Content.Headers.TryGetValues(name, out var ofContent) ? string.Join(", ", ofContent) : null;

    /// <summary>Sends these very bytes, under any content type or none.</summary>
    public static async Task<HttpResponseMessage> SendRaw(
        this LedgerApp app, HttpMethod method, string path, byte[] body, string? contentType = "application/json",
            params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        foreach (var (name, value) in headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        return await app.Client.SendAsync(request);
    }

    /// <summary>The first value of the first row.</summary>
    public static async Task<T> Ask<T>(this LedgerApp app, string sql) =>
        (await app.Sql.Query(r => r.GetFieldValue<T>(0), sql, CancellationToken.None))[0];

    /// <summary>The place of the newest event: unchanged when nothing was written.</summary>
    public static Task<long> Head(this LedgerApp app) => app.Ledger.Head(CancellationToken.None);

    /// <summary>
    /// Makes a store with one key, which is its webhook secret too, and returns the key. An Awal store's client id is "client-of-NAME".
    /// </summary>
    public static async Task<string> NewStore(this LedgerApp app, string name, string dialect = "vici",
        Policy policy = Policy.Permissive, string zone = "UTC", string currency = "USD")
    {
        var key = $"the-key-of-store-{name}";
        var store = new Store(name, dialect, policy, currency, TimeZoneInfo.FindSystemTimeZoneById(zone));
        await app.Services.GetRequiredService<StoreTable>().Add(new(store, app.Secrets.Encrypt(key, name)), Tester, CancellationToken.None);
        await app.NewKey(Keys.ToStore(key, store, $"owner of {name}", Scope.All, app.Secrets) with
        { ClientId = dialect == "awal" ? $"client-of-{name}" : null });
        return key;
    }

    /// <summary>A key of the first store with these scopes.</summary>
    public static async Task<string> Key(this LedgerApp app, string name, IReadOnlyList<string> scopes)
    {
        var key = Keys.Generate(Dialects.Vici);
        await app.NewKey(Keys.ToStore(key, new Store("default", "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc), name, scopes, app.Secrets));
        return key;
    }

    /// <summary>From so many hours in the status on, an order of the store is overdue.</summary>
    public static async Task Limit(this LedgerApp app, string store, string status, int hours)
    {
        await app.Sql.Execute("update ledger.ol_store set limit_hours = limit_hours || jsonb_build_object($2, $3) where name = $1",
            CancellationToken.None,
            In(store), In(status), In(hours));
        await app.Services.GetRequiredService<Keyring>().Read(CancellationToken.None);
    }

    public static async Task NewKey(this LedgerApp app, StoredKey key)
    {
        await app.Services.GetRequiredService<KeyTable>().Add(key, Tester, CancellationToken.None);
        await app.Services.GetRequiredService<Keyring>().Read(CancellationToken.None);
    }

    /// <summary>Reads what went in, as <c>GET</c> shows it to the key of another store.</summary>
    public static async Task<JsonObject> Get(this LedgerApp app, string path, string key)
    {
        using var response = await app.Send(HttpMethod.Get, path, key: key);
        response.EnsureSuccessStatusCode();
        return await response.Json();
    }

    public static byte[] Bytes(this string text) => Encoding.UTF8.GetBytes(text);
}
