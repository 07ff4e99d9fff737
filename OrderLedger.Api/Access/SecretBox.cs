using System.Security.Cryptography;

namespace OrderLedger.Api.Access;

/// <summary>
/// Encrypts the secrets that must be known again to check a signature (webhook secrets): AES-256-GCM, the store's name bound in,
/// laid out as nonce (12) | tag (16) | text. The key comes from configuration, or from a file made at first need.
/// </summary>
public sealed class SecretBox(byte[] key)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <param name="configured">32 bytes in base64, or null to use the file.</param>
    /// <param name="dataDirectory">Where the file <c>secret.key</c> is kept, readable by its owner only.</param>
    /// <exception cref="FormatException">The configured key is not 32 bytes in base64.</exception>
    public static SecretBox Open(string? configured, string dataDirectory)
    {
        if (configured is not null)
        {
            var given = new byte[64];
            return Convert.TryFromBase64String(configured, given, out var length) && length == 32
                ? new(given[..32])
                : throw new FormatException("OrderLedger__SecretKey must be 32 bytes in base64, e.g. from: openssl rand -base64 32");
        }

        var file = Path.Combine(dataDirectory, "secret.key");
        Directory.CreateDirectory(dataDirectory);
        if (!File.Exists(file))
            Make(file);
        return new(Convert.FromBase64String(File.ReadAllText(file)));
    }

    public byte[] Encrypt(string text, string store)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize),
            Encoding.UTF8.GetBytes(store));
        return box;
    }

    /// <exception cref="CryptographicException">Encrypted with another key, for another store, or tampered with.</exception>
    public string Decrypt(byte[] box, string store)
    {
        var plain = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), plain,
            Encoding.UTF8.GetBytes(store));
        return Encoding.UTF8.GetString(plain);
    }

    // Two processes may start at once: the file appears whole or not at all, and the first one's key is everyone's.
    private static void Make(string file)
    {
        var mine = $"{file}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var text = new StreamWriter(mine, options))
            text.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        try
        {
            File.Move(mine, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(mine);
        }
    }
}
