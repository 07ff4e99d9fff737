using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;

namespace OrderLedger.Api.Vendors.Awal;

/// <summary>
/// A request signed with a shared secret (the Awal contract): <c>METHOD + PATH + ?QUERY + TIMESTAMP + BODY</c> without separators, the raw
/// bytes as received, HMAC-SHA256 in lower-case hex. It proves itself for five minutes around its timestamp.
/// </summary>
public static class SignedRequest
{
    private const string Signature = "X-Awal-Signature-256";
    private const string Prefix = "sha256=";
    private const int TimestampDigits = 10;

    /// <summary>How far the timestamp may be from our clock, either way. The vendor prints none; this one is ours.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(300);

    /// <summary>Reads who signed, for which workspace, and when, from the headers. Null when one is missing or malformed.</summary>
    public static Signer? Read(HttpRequest request)
    {
        var signer = new Signer(Header(request, "X-Client-ID"), Header(request, "X-Domain"), Header(request, "X-Timestamp"),
            Header(request, Signature));
        return signer.ClientId.Length > 0 && signer.Domain.Length > 0 && signer.Hex.StartsWith(Prefix, StringComparison.Ordinal)
            && signer.Timestamp.Length == TimestampDigits && signer.Timestamp.All(char.IsAsciiDigit)
                ? signer with { Hex = signer.Hex[Prefix.Length..] }
                : null;
    }

    /// <summary>Whether the timestamp lies within the window, both ends included.</summary>
    public static bool IsTimely(Signer signer, DateTimeOffset now) =>
        Math.Abs(long.Parse(signer.Timestamp, CultureInfo.InvariantCulture) - now.ToUnixTimeSeconds()) <= Window.TotalSeconds;

    /// <summary>Constant time; a signature that cannot be read proves nothing.</summary>
    public static bool Proves(Signer signer, HttpRequest request, byte[] body, string secret)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Of(request.Method + target + signer.Timestamp, body, secret)), Encoding.ASCII.GetBytes(signer.Hex));
    }

    internal static string Of(string head, byte[] body, string secret)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(head));
        hmac.AppendData(body);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    private static string Header(HttpRequest request, string name) => request.Headers[name] is [{ } value, ..] ? value.Trim() : "";
}

/// <summary>Who signed, for which workspace, when (Unix seconds), and the signature in hex.</summary>
public sealed record Signer(string ClientId, string Domain, string Timestamp, string Hex);
