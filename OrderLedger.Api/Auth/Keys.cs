using System.Security.Cryptography;
using System.Text;
using OrderLedger.Api.Storage;

namespace OrderLedger.Api.Auth;

/// <summary>Makes keys and hashes them. A generated key has 256 random bits, so a plain SHA-256 of it cannot be searched back.</summary>
public static class Keys
{
    /// <summary>Shortest key taken from configuration, in characters; a generated one is longer.</summary>
    public const int LengthMin = 16;

    public static string Generate() => "olk_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public static StoredKey ToStore(string key, string store, string name, IReadOnlyList<string> scopes) =>
        new("key_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), store, name, Hash(key), scopes);
}
