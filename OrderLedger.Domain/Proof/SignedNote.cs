using System.Security.Cryptography;
using System.Text;

namespace OrderLedger.Domain.Proof;

/// <summary>
/// A text and the signature under it, in the form of C2SP's signed-note: the text, an empty line, and "— name base64(key id, signature)".
/// Signatures are ECDSA over P-256 and SHA-256 in DER; a key's id is the first four bytes of the SHA-256 of its public key in DER.
/// </summary>
public sealed record SignedNote(string Text, string Name, uint KeyId, byte[] Signature)
{
    private const string Dash = "— ";
    private const int KeyIdBytes = 4;

    public static uint IdOf(ECDsa key) => BigEndian(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    public static SignedNote Sign(string text, string name, ECDsa key) => new(text, name, IdOf(key),
        key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>Null when it is no such note. Of several signatures the first is taken.</summary>
    public static SignedNote? Parse(string note)
    {
        var end = note.IndexOf("\n\n" + Dash, StringComparison.Ordinal);
        if (end < 0)
            return null;
        var line = note[(end + 2 + Dash.Length)..].Split('\n')[0].Split(' ');
        var signed = line.Length == 2 ? FromBase64(line[1]) : null;
        return signed is { Length: > KeyIdBytes }
            ? new(note[..(end + 1)], line[0], BigEndian(signed), signed[KeyIdBytes..])
            : null;
    }

    /// <summary>Whether this key signed this text.</summary>
    public bool IsBy(ECDsa key) => KeyId == IdOf(key)
        && key.VerifyData(Encoding.UTF8.GetBytes(Text), Signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public override string ToString() =>
        $"{Text}\n{Dash}{Name} {Convert.ToBase64String([(byte)(KeyId >> 24), (byte)(KeyId >> 16), (byte)(KeyId >> 8), (byte)KeyId, .. Signature])}\n";

    private static uint BigEndian(ReadOnlySpan<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
