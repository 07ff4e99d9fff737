using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;

namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>
/// Reads a signed delivery and proves it as it comes, so that one that is too large to be read can still be known for the shop's: then only
/// its head is held.
/// </summary>
internal static class SignedBody
{
    /// <summary>
    /// Bytes that are kept of a delivery larger than <see cref="WooWebhook.BytesMax"/>, 64 KiB: enough to see what made it so.
    /// </summary>
    public const int HeadBytes = 64 << 10;

    /// <summary>Bytes after which nobody listens any more, 64 MiB.</summary>
    private const long ListenedMax = 64L << 20;

    /// <summary>Reads the body, leaves it as <see cref="Received"/>, and compares the signature in constant time.</summary>
    /// <exception cref="BadHttpRequestException">413: larger than anybody listens to, or larger than is read and not signed.</exception>
    public static async Task<bool> Proves(HttpContext http, string signature, string secret)
    {
        if (http.Features.Get<Received>() is not null)
            throw new InvalidOperationException("The body was read before it was proven.");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = ListenedMax;
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        // Nothing is proven yet: what is only announced takes no memory.
        var held = new ArrayBufferWriter<byte>((int)Math.Clamp(http.Request.ContentLength ?? 0, 1_024, HeadBytes));
        var length = 0L;
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync(http.RequestAborted);
            foreach (var part in read.Buffer)
            {
                hmac.AppendData(part.Span);
                if (length + part.Length <= WooWebhook.BytesMax)
                    held.Write(part.Span);
                length += part.Length;
            }
            http.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
            if (length > ListenedMax)
                throw TooLarge();
        }
        var proven = Fits(signature, hmac.GetHashAndReset());
        if (!proven && length > JsonBody.BytesMax)
            throw TooLarge();
        var isCut = length > WooWebhook.BytesMax;
        var body = isCut ? held.WrittenSpan[..Math.Min(HeadBytes, held.WrittenCount)] : held.WrittenSpan;
        http.Features.Set(new Received(body.ToArray()) { Length = length });
        return proven;
    }

    /// <summary>Constant time; a signature that cannot be read proves nothing.</summary>
    internal static bool Fits(string signature, byte[] hmac) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Convert.ToBase64String(hmac)), Encoding.ASCII.GetBytes(signature));

    private static BadHttpRequestException TooLarge() =>
        new($"The body is larger than {WooWebhook.BytesMax} bytes.", StatusCodes.Status413PayloadTooLarge);
}
