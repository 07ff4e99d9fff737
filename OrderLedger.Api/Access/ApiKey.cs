namespace OrderLedger.Api.Access;

/// <summary>
/// Where a request may carry a key. Null: not there. Where it may be in several places the first one counts, right or wrong.
/// </summary>
internal static class ApiKey
{
    public const string Header = "x-api-key";

    /// <summary>Longest key looked at, in characters.</summary>
    public const int LengthMax = 256;

    private const string Scheme = "Bearer ";

    public static string? Anywhere(HttpRequest request) =>
        InHeader(request) ?? AsBearer(request) ?? (request.Query["api_key"] is [{ } query, ..] ? query.Trim() : null);

    public static string? InHeader(HttpRequest request) => request.Headers[Header] is [{ } header, ..] ? header.Trim() : null;

    /// <summary>Empty when the request authenticates in another way.</summary>
    public static string? AsBearer(HttpRequest request) => request.Headers.Authorization is not [{ } authorization, ..] ? null
        : authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
}
