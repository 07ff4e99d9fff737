using OrderLedger.Api.Http;

namespace OrderLedger.Api.Auth;

/// <summary>A key in a header or, where the vendor allows it, in the query. The header wins, right or wrong.</summary>
public static class ApiKey
{
    public const string Header = "x-api-key";

    /// <summary>Longest key looked at, in characters.</summary>
    private const int KeyMax = 256;

    /// <summary>
    /// The caller whose key the request carries in <c>x-api-key</c>, as a Bearer token or in <c>?api_key=</c>; null when
    /// there is none.
    /// </summary>
    public static async ValueTask<Caller?> Prove(HttpRequest request, Keyring keyring, CancellationToken stop)
    {
        if (Given(request) is not { Length: > 0 and <= KeyMax } key || await keyring.CallerWith(key, stop) is not { } caller)
            return null;
        request.HttpContext.Items[RequestLog.Actor] = caller.Name;
        return caller;
    }

    private static string? Given(HttpRequest request)
    {
        if (request.Headers[Header] is [{ } header, ..])
            return header.Trim();
        const string bearer = "Bearer ";
        if (request.Headers.Authorization is [{ } authorization, ..])
            return authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase) ? authorization[bearer.Length..].Trim() : null;
        return request.Query["api_key"] is [{ } query, ..] ? query.Trim() : null;
    }
}
