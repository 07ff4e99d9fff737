using System.Security.Cryptography;
using System.Text.Unicode;
using OrderLedger.Domain;

namespace OrderLedger.Benchmarks.Load;

/// <summary>
/// The five vendors' pushes. Where a vendor's moves lead one way only, an order would soon be at its end and every further push be
/// refused; there the payment status is pushed, which may become anything at any time.
/// </summary>
internal static class Dialects
{
    private const string Host = " HTTP/1.1\r\nHost: localhost\r\n";
    private const string Json = "\r\nContent-Type: application/json\r\nContent-Length: ";

    // Crockford's base 32. Thirteen digits hold any 64 bits, the thirteen before them make a ULID of it.
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const string UlidStart = "01k76xt7z87ka";

    public static readonly Dialect Vici = new("vici", [.. Vocabularies.Vici.Pushable], WriteVici) { Intake = "/api/webhooks/order" };

    // Round and round is unusual here: the store must be permissive.
    private static readonly Dialect WizCommerce = new("wizcommerce", [.. Vocabularies.WizCommerce.Pushable], WriteWizCommerce)
    {
        IdOf = number => $"01f5d171-d3e3-4b2b-bd57-{number:x12}",
    };

    private static readonly Dialect Awal = new("awal", Vocabularies.Awal.PaymentStatuses, WriteAwal);

    private static readonly Dialect Whatalo = new("whatalo", Vocabularies.Whatalo.PaymentStatuses, WriteWhatalo);

    // The way back to pending is unusual: the store must be permissive, which it is unless set otherwise.
    private static readonly Dialect Genuka = new("genuka", [.. Vocabularies.Genuka.Pushable], WriteGenuka) { IdOf = Ulid };

    private static long pushes;

    /// <summary>Vici first: the others are measured against it.</summary>
    public static readonly IReadOnlyList<Dialect> All = [Vici, WizCommerce, Awal, Whatalo, Genuka];

    public static Dialect Named(string name) => All.Single(d => d.Name == name);

    private static int WriteVici(Span<byte> request, Account account, string id, string status)
    {
        Utf8.TryWrite(request,
            $"PATCH /api/orders/{id}/status{Host}x-api-key: {account.Key}{Json}{status.Length + 19}\r\n\r\n"
            + $"{{\"order_status\":\"{status}\"}}",
            out var length);
        return length;
    }

    private static int WriteWizCommerce(Span<byte> request, Account account, string id, string status)
    {
        Utf8.TryWrite(request,
            $"PATCH /v1/orders/{id}/status{Host}X-API-Key: {account.Key}{Json}{status.Length + 13}\r\n\r\n{{\"status\":\"{status}\"}}",
            out var length);
        return length;
    }

    // Signed in one call and on the stack: the load generator shares the server's cores. "push" is a member the vendor does not know;
    // without it two pushes of one order within a second could have the same signature, and the later one would count as a replay.
    private static int WriteAwal(Span<byte> request, Account account, string id, string payment)
    {
        Span<byte> signed = stackalloc byte[256];
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> hex = stackalloc byte[2 * HMACSHA256.HashSizeInBytes];
        var (time, push) = (DateTimeOffset.UtcNow.ToUnixTimeSeconds(), Interlocked.Increment(ref pushes));
        Utf8.TryWrite(signed,
            $"PUT/orders/{id}?phone_number_id=1{time}{{\"payment_status\":\"{payment}\",\"push\":{push}}}", out var end);
        ReadOnlySpan<byte> body = signed[signed.IndexOf((byte)'{')..end];
        HMACSHA256.HashData(account.Secret, signed[..end], signature);
        Convert.TryToHexStringLower(signature, hex, out _);
        ReadOnlySpan<byte> proof = hex;
        Utf8.TryWrite(request,
            $"PUT /orders/{id}?phone_number_id=1{Host}X-Client-ID: {account.ClientId}\r\nX-Domain: {account.Domain}\r\n"
            + $"X-Timestamp: {time}\r\nX-Awal-Signature-256: sha256={proof}{Json}{body.Length}\r\n\r\n{body}",
            out var length);
        return length;
    }

    private static int WriteWhatalo(Span<byte> request, Account account, string id, string payment)
    {
        Utf8.TryWrite(request,
            $"PATCH /v1/orders/{id}{Host}X-API-Key: {account.Key}{Json}{payment.Length + 21}\r\n\r\n{{\"payment_status\":\"{payment}\"}}",
            out var length);
        return length;
    }

    private static int WriteGenuka(Span<byte> request, Account account, string id, string status)
    {
        Utf8.TryWrite(request,
            $"PUT /2023-11/admin/orders/{id}/status{Host}Authorization: Bearer {account.Key}\r\nX-Company: {account.Company}"
            + $"{Json}{status.Length + 13}\r\n\r\n{{\"status\":\"{status}\"}}",
            out var length);
        return length;
    }

    private static string Ulid(long number) => string.Create(26, number, (text, left) =>
    {
        UlidStart.CopyTo(text);
        for (var i = text.Length - 1; i >= UlidStart.Length; i--, left >>= 5)
            text[i] = Digits[(int)(left & 31)];
    });
}
