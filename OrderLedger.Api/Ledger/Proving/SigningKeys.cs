using System.Security.Cryptography;
using OrderLedger.Api.LocalPostgres;
using OrderLedger.Domain.Proof;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>A public key that checkpoints are or were signed with, as PEM.</summary>
public sealed record ProofKey(string Id, string Origin, string PublicKey, DateTimeOffset CreatedAt, DateTimeOffset? RetiredAt)
{
    public bool HasSigned(SignedNote note)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(PublicKey);
        return note.IsBy(key);
    }
}

/// <summary>
/// The keys of the proof. Public ones stand in the database for every server to show; the private one is a file beside the checkpoints,
/// which only the server may read. The first key is made with the first checkpoint.
/// </summary>
public sealed class SigningKeys(NpgsqlDataSource database, string directory)
{
    private const string Columns = "id, origin, public_key, created_at, retired_at";

    private const string Comment = "# ";

    private string PrivateFile => Path.Combine(directory, "signing-key.pem");

    // Where a new key waits until the database knows it, so that neither a crash nor a refusal loses the one in use.
    private string NextFile => Path.Combine(directory, "signing-key.next.pem");

    /// <summary>All of them, the newest first.</summary>
    public Task<List<ProofKey>> All(CancellationToken stop) =>
        database.Query(Read, $"select {Columns} from ledger.ol_proof_key order by created_at desc, id", stop);

    internal static async Task<IReadOnlyList<ProofKey>> Known(NpgsqlConnection connection, CancellationToken stop) =>
        await connection.Rows(Read, $"select {Columns} from ledger.ol_proof_key", stop);

    /// <summary>The public keys as who checks a checkpoint wants them: PEM, a line before each saying which it is.</summary>
    public static string Text(IEnumerable<ProofKey> keys) => string.Concat(keys.Select(k => string.Create(CultureInfo.InvariantCulture,
        $"# {k.Origin}+{k.Id}, from {k.CreatedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}{(k.RetiredAt is { } end ? $" to {end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "")}\n{k.PublicKey.TrimEnd()}\n")));

    /// <summary>
    /// The private key in use and the ledger's origin. Made when the ledger has none yet.
    /// </summary>
    /// <exception cref="ProofException">The ledger has a key, and its private half is not here.</exception>
    internal async Task<(ECDsa Key, string Origin)> Current(NpgsqlConnection connection, CancellationToken stop)
    {
        var known = await connection.Rows(Read, $"select {Columns} from ledger.ol_proof_key where retired_at is null", stop);
        if (known.Count == 0)
            return await Make(connection, stop);
        if (File.Exists(NextFile) && Opened(NextFile) is { } rotated && known.Exists(k => k.Id == IdOf(rotated)))
            File.Move(NextFile, PrivateFile, overwrite: true);
        if (!File.Exists(PrivateFile))
            throw new ProofException($"{PrivateFile} is not there: no checkpoint can be signed. Copy it from where the ledger ran before, or make a new key: proof keys rotate");
        var key = Opened(PrivateFile)
            ?? throw new ProofException($"{PrivateFile} is no private key in PEM: no checkpoint can be signed. Bring it back from a backup, or make a new key: proof keys rotate");
        return known.Find(k => k.Id == IdOf(key)) is { } current ? (key, current.Origin)
            : throw new ProofException($"{PrivateFile} is not the key in use ({known[0].Id}). Copy that one, or make a new key: proof keys rotate");
    }

    /// <summary>Retires the key in use and makes a new one. The origin stays. Who did it is recorded.</summary>
    public async Task<ProofKey> Rotate(Actions actions, Sender by, CancellationToken stop)
    {
        var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = new ProofKey(IdOf(next), NewOrigin(), next.ExportSubjectPublicKeyInfoPem(), default, null);
        using (next)
            await actions.Record(new(null, ActionTypes.KeyRotated, new Dictionary<string, string> { ["id"] = made.Id }), by,
                async (connection, stopping) =>
            {
                var origin = await connection.Rows(r => r.GetString(0), "select origin from ledger.ol_proof_key limit 1", stopping);
                made = made with { Origin = origin.FirstOrDefault() ?? made.Origin };
                made = made with { CreatedAt = await Keep(made, connection, stopping) };
                Write(NextFile, next, made.Origin);
                return true;
            }, stop);
        File.Move(NextFile, PrivateFile, overwrite: true);
        return made;
    }

    // A server that ended after it had published its first checkpoint, and before the database knew, left its key and origin in the file.
    private async Task<(ECDsa Key, string Origin)> Make(NpgsqlConnection connection, CancellationToken stop)
    {
        var (key, origin) = (ECDsa.Create(ECCurve.NamedCurves.nistP256), NewOrigin());
        if (File.Exists(PrivateFile) && Opened(PrivateFile) is { } left && File.ReadLines(PrivateFile).First() is var first
            && first.StartsWith(Comment, StringComparison.Ordinal))
            (key, origin) = (left, first[Comment.Length..]);
        else
            Write(PrivateFile, key, origin);
        await Keep(new(IdOf(key), origin, key.ExportSubjectPublicKeyInfoPem(), default, null), connection, stop);
        return (key, origin);
    }

    private static ECDsa? Opened(string file)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            return key;
        }
        catch (Exception damaged) when (damaged is ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    // The one before signs no more, and stays.
    private static async Task<DateTimeOffset> Keep(ProofKey key, NpgsqlConnection connection, CancellationToken stop)
    {
        await connection.Run("update ledger.ol_proof_key set retired_at = now() where retired_at is null", stop);
        return (await connection.Rows(r => r.GetFieldValue<DateTimeOffset>(0),
            "insert into ledger.ol_proof_key (id, origin, public_key) values ($1, $2, $3) returning created_at", stop,
            In(key.Id), In(key.Origin), In(key.PublicKey)))[0];
    }

    private void Write(string file, ECDsa key, string origin)
    {
        PrivateFiles.Folder(directory);
        PrivateFiles.Replace(file, $"{Comment}{origin}\n{key.ExportPkcs8PrivateKeyPem()}\n");
    }

    private static string NewOrigin() => "orderledger-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    private static string IdOf(ECDsa key) => SignedNote.IdOf(key).ToString("x8", CultureInfo.InvariantCulture);

    private static ProofKey Read(NpgsqlDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2),
        r.GetFieldValue<DateTimeOffset>(3), r.NullableValue<DateTimeOffset>(4));
}
