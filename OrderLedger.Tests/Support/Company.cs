using System.Globalization;

namespace OrderLedger.Tests.Support;

/// <summary>A Genuka store, told of as its client sees it: a company, a Bearer token and ULIDs.</summary>
internal sealed record Company(LedgerApp App, string Name, string Key)
{
    public static async Task<Company> Open(
        LedgerApp app, string name, Policy policy = Policy.Permissive, string zone = "UTC", string currency = "USD") =>
        new(app, name, await app.NewStore(name, "genuka", policy, zone, currency));

    /// <summary>A ULID; the same number is the same id.</summary>
    public static string OrderId(int number) => $"01k76xt7z87katy392s{number.ToString("0000000", CultureInfo.InvariantCulture)}";

    public Task<HttpResponseMessage> Send(
        HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        App.Send(method, $"/2023-11/admin/orders/{path}", body, key: null,
            [("Authorization", $"Bearer {Key}"), ("X-Company", Name), .. headers]);

    public Task<HttpResponseMessage> Push(int number, string body, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Put, $"{OrderId(number)}/status", body, headers);

    /// <summary>Makes the order known; <paramref name="more"/> are further members, each after a comma.</summary>
    public async Task Register(int number, string status = "pending", string more = "")
    {
        using var response = await App.Send(HttpMethod.Post, "/api/orders",
            $$"""{"id":"{{OrderId(number)}}","status":"{{status}}"{{more}}}""", Key);
        response.EnsureSuccessStatusCode();
    }
}
