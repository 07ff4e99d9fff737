using System.Globalization;
using System.Text;
using OrderLedger.Api.Http;
using OrderLedger.Api.Vendors.Awal;

namespace OrderLedger.Tests.Support;

/// <summary>Who signs a request as the Awal document has it, and with what. <c>At</c> in Unix seconds; null is now.</summary>
internal sealed record Signatory(string ClientId, string Domain, string Secret)
{
    public string? At { get; init; }

    /// <summary>Headers that are not sent.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>The one who signs for a store that <see cref="Talk.NewStore"/> made.</summary>
    public static Signatory Of(string store) => new($"client-of-{store}", store, $"the-key-of-store-{store}");

    public Signatory SecondsFromNow(int seconds) =>
        this with { At = DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };

    /// <summary>The four headers that prove this request.</summary>
    public (string Name, string Value)[] Sign(HttpMethod method, string pathAndQuery, string? body)
    {
        var at = At ?? DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        (string Name, string Value)[] headers =
        [
            ("X-Awal-Signature-256", "sha256=" + SignedRequest.Of(method.Method + pathAndQuery + at, (body ?? "").Bytes(), Secret)),
            ("X-Timestamp", at), ("X-Domain", Domain), ("X-Client-ID", ClientId),
        ];
        return [.. headers.Where(h => !Without.Contains(h.Name))];
    }
}

/// <summary>Requests signed and sent.</summary>
internal static class Signing
{
    public static Task<HttpResponseMessage> SendSigned(
        this LedgerApp app, Signatory by, HttpMethod method, string pathAndQuery, string? body = null,
        params (string Name, string Value)[] headers) =>
        app.SendAsIs(method, pathAndQuery, body, [.. by.Sign(method, pathAndQuery, body), .. headers]);

    /// <summary>Sends the path and the query as they are spelled: a signature would not survive their being tidied up.</summary>
    public static async Task<HttpResponseMessage> SendAsIs(
        this LedgerApp app, HttpMethod method, string pathAndQuery, string? body, params (string Name, string Value)[] headers)
    {
        var address = new Uri(app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + pathAndQuery,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, address);
        // What is too large is announced first, so that the answer is read every time.
        request.Headers.ExpectContinue = body?.Length > JsonBody.BytesMax;
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await app.Client.SendAsync(request);
    }

    /// <summary>
    /// Registers an order of a store that <see cref="Talk.NewStore"/> made; <paramref name="members"/> stand beside id and status.
    /// </summary>
    public static async Task RegisterAt(this LedgerApp app, string store, string id, string status = "pending", string members = "")
    {
        using var response = await app.Send(HttpMethod.Post, "/api/orders",
            $$"""{ "id": "{{id}}", "status": "{{status}}"{{(members.Length == 0 ? "" : ", " + members)}} }""", $"the-key-of-store-{store}");
        response.EnsureSuccessStatusCode();
    }
}
