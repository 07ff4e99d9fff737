using System.Security.Cryptography;

namespace OrderLedger.Api.Access;

/// <summary>Makes keys and hashes them. A generated key has 256 random bits, so a plain SHA-256 of it cannot be searched back.</summary>
public static class Keys
{
    /// <summary>Shortest key taken from configuration, in characters; a generated one is longer.</summary>
    public const int LengthMin = 16;

    /// <summary>Longest name of a key, in characters: it stands in every event it brings.</summary>
    public const int NameMax = 80;

    /// <summary>Most days a key is made for.</summary>
    public const int DaysMax = 36_500;

    public static bool IsName(string name) => name.Length is > 0 and <= NameMax && !name.Any(char.IsControl);

    public static bool AreScopes(IReadOnlyCollection<string> scopes) => scopes.Count > 0 && !scopes.Except(Scope.All).Any();

    /// <summary>A new id of a key: public, and never one that was there before.</summary>
    public static string NewId() => "key_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>A new key, with the beginning the store's vendor prints or with ours.</summary>
    public static string Generate(Dialect dialect, bool isTest = false) =>
        ((isTest ? dialect.TestKeyPrefix : null) ?? dialect.KeyPrefix) + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>The key as it is kept; where the store's vendor wants signatures, with a client id and the key itself, encrypted.</summary>
    public static StoredKey ToStore(string key, Store store, string name, IReadOnlyList<string> scopes, SecretBox secrets) =>
        new(NewId(), store.Name, name, Hash(key), scopes)
        {
            ClientId = Dialects.Of(store.Dialect).IsSigned ? "client_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) : null,
            Secret = Dialects.Of(store.Dialect).IsSigned ? secrets.Encrypt(key, store.Name) : null,
        };
}
