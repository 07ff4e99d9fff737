using System.Globalization;
using OrderLedger.Api.Vendors.Awal;

namespace OrderLedger.Tests.Support;

/// <summary>A store with its key, which proves itself on any route in the way its vendor does.</summary>
internal sealed record Shop(LedgerApp App, string Name, string Dialect, string Key)
{
    public static async Task<Shop> Open(LedgerApp app, string name, string dialect, Policy policy = Policy.Permissive) =>
        new(app, name, dialect, await app.NewStore(name, dialect, policy));

    /// <summary>An id as this dialect spells them; the same number is the same id.</summary>
    public string OrderId(int number) => Dialect switch
    {
        "genuka" => $"01k76xt7z87katy392s{number.ToString(CultureInfo.InvariantCulture).PadLeft(7, '0')}",
        "wizcommerce" => $"01f5d171-d3e3-4b2b-bd57-{number.ToString(CultureInfo.InvariantCulture).PadLeft(12, '0')}",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The statuses it may push.</summary>
    public IReadOnlyList<string> Words => Vocabularies.Of(Dialect).Pushable;

    /// <summary>Makes the order known, with a customer of that name.</summary>
    public async Task Register(string id, string status, string customer = "Ada")
    {
        using var response = await Send(HttpMethod.Post, "/api/orders",
            $$$"""{"id":"{{{id}}}","status":"{{{status}}}","total":12.5,"customer":{"name":"{{{customer}}}"},"metadata":{}}""");
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Pushes a status on the vendor's own route; the status may be none of its words.</summary>
    public Task<HttpResponseMessage> Push(string id, string status, string? more = null) => Dialect switch
    {
        "wizcommerce" => Send(HttpMethod.Patch, $"/v1/orders/{id}/status", $$"""{"status":"{{status}}"{{more}}}"""),
        "awal" => Send(HttpMethod.Put, $"/orders/{id}?phone_number_id=1", $$"""{"status":"{{status}}"{{more}}}"""),
        "whatalo" => Send(HttpMethod.Patch, $"/v1/orders/{id}", $$"""{"status":"{{status}}"{{more}}}"""),
        "genuka" => Send(HttpMethod.Put, $"/2023-11/admin/orders/{id}/status", $$"""{"status":"{{status}}"{{more}}}"""),
        _ => Send(HttpMethod.Patch, $"/api/orders/{id}/status", $$"""{"order_status":"{{status}}"{{more}}}"""),
    };

    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? body = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        foreach (var (name, value) in Proof(method, path, body ?? "").Concat(headers))
            request.Headers.TryAddWithoutValidation(name, value);
        return await App.Client.SendAsync(request);
    }

    private IEnumerable<(string Name, string Value)> Proof(HttpMethod method, string path, string body)
    {
        if (path.StartsWith("/2023-11/", StringComparison.Ordinal))
            return [("Authorization", $"Bearer {Key}"), ("X-Company", Name)];
        if (!path.StartsWith("/orders", StringComparison.Ordinal))
            return [("x-api-key", Key)];
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return
        [
            ("X-Awal-Signature-256", "sha256=" + SignedRequest.Of(method.Method + path + timestamp, body.Bytes(), Key)),
            ("X-Timestamp", timestamp), ("X-Domain", Name), ("X-Client-ID", $"client-of-{Name}"),
        ];
    }
}
