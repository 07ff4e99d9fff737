using System.Security.Cryptography;

namespace OrderLedger.Api.Ledger.Proving.Offline;

/// <summary>The public keys of a ledger, from a file of one or more in PEM.</summary>
internal static class OfflineKeys
{
    /// <exception cref="FormatException">There is none that can be read.</exception>
    public static IReadOnlyList<ECDsa> Read(string text)
    {
        var keys = new List<ECDsa>();
        try
        {
            for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
            {
                if (rest[found.Label] is not "PUBLIC KEY")
                    throw new FormatException("The file of --key holds something else than public keys.");
                var key = ECDsa.Create();
                key.ImportFromPem(rest[found.Location]);
                keys.Add(key);
            }
        }
        catch (Exception other) when (other is CryptographicException or ArgumentException)
        {
            throw new FormatException("A key in the file of --key cannot be read.", other);
        }
        return keys.Count > 0 ? keys : throw new FormatException("The file of --key holds no public key (PEM).");
    }
}
