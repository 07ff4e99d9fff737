using System.IO.Compression;
using Npgsql;
using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger.Exporting;

/// <summary>
/// A ledger of two stores and an administrative action, with a checkpoint of it outside the database; its exports, and the two programs
/// that verify them, which have to say the same.
/// </summary>
public sealed class ProvenLedger : IAsyncLifetime
{
    /// <summary>Its events, by their places in the tree.</summary>
    public static readonly string[] Events =
    [
        "other/1 v1", "shop/1 v1", "shop/2 v1", "*/shop v1", "shop/1 v2", "other/1 v2", "shop/2 v2", "shop/1 v3", "shop/3 v1",
    ];

    private static readonly Sender Ops = new("ops", "cli", null, null);

    private readonly HandmadeLedger ledger = new();
    private int exports;

    public string Folder { get; } = Directory.CreateTempSubdirectory("orderledger-export-").FullName;

    public string Anchor => Path.Combine(Folder, "proof");

    public NpgsqlDataSource Sql => ledger.Sql;

    public async Task InitializeAsync()
    {
        await ledger.InitializeAsync();
        await new StoreTable(Sql)
            .Add(new(new("other", "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc), null), Ops, CancellationToken.None);
        // The makings of the stores are not among the events above.
        await Execute("delete from ledger.ol_action; delete from ledger.ol_leaf");
        await Execute("select setval('ledger.mt_events_sequence', 1, false)");
        await ledger.Write(OfOther(ledger.Register("1")));
        await ledger.Write(ledger.Register("1", details: Customer()), ledger.Register("2"));
        await new Actions(Sql)
            .Record(new AdminAction("shop", "key_made", new Dictionary<string, string> { ["id"] = "key_1" }), Ops, CancellationToken.None);
        await ledger.Write(ledger.Push("1", "processing"));
        await ledger.Write(OfOther(ledger.Push("1", "completed")));
        await ledger.Write(ledger.Push("2", "cancelled"), ledger.Push("1", "completed"), ledger.Register("3"));
        await Checkpoint();
    }

    public async Task DisposeAsync()
    {
        await ledger.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public Task<Answer[]> Write(Func<HandmadeLedger, Submission> submission) => ledger.Write(submission(ledger));

    public Task<int> Execute(string sql) => ledger.Execute(sql);

    public Task<T> Ask<T>(string sql) => ledger.Ask<T>(sql);

    /// <summary>A checkpoint of all that is there, kept as the one that files are compared with.</summary>
    public async Task Checkpoint()
    {
        var keys = new SigningKeys(Sql, Anchor);
        using var checkpointer = new Checkpointer(Sql, keys, Anchor);
        var made = await checkpointer.Make(CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(Folder, "note"), made!.Note);
        await File.WriteAllTextAsync(Path.Combine(Folder, "key"), SigningKeys.Text(await keys.All(CancellationToken.None)));
    }

    /// <summary>The name of a new file.</summary>
    public async Task<string> Export(ExportScope? scope = null, bool gzip = false, ExportFormat format = ExportFormat.Ndjson)
    {
        var path = Path.Combine(Folder, $"export-{++exports}");
        await using var file = File.Create(path);
        await using var squeezed = gzip ? new GZipStream(file, CompressionLevel.Fastest) : (Stream)file;
        await new Exporter(Sql).Run(new(format, scope ?? new()), squeezed, _ => { }, CancellationToken.None);
        return path;
    }

    /// <summary>Asks both programs about a file.</summary>
    internal Task<IReadOnlyList<string>> Verify(string file, bool anchored = false) =>
        Verifiers.Agree(file, Folder, anchored ? Anchor : null);

    private static Details Customer() => new(System.Text.Json.JsonElement.Parse("""{"customer":{"name":"Ada"},"subtotal":"12.50"}"""));

    private static Submission OfOther(Submission submission) => submission with { Stream = submission.Stream with { Store = "other" } };
}
