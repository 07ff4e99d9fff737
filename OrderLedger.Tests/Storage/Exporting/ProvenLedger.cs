using System.Diagnostics;
using System.IO.Compression;
using Npgsql;
using OrderLedger.Api.Storage;
using OrderLedger.Api.Storage.Exporting;
using OrderLedger.Api.Storage.Proving;
using OrderLedger.Api.Storage.Proving.Offline;
using OrderLedger.Api.Storage.Writing;
using OrderLedger.Domain;

namespace OrderLedger.Tests.Storage.Exporting;

/// <summary>
/// A ledger of two stores and an administrative action, with a checkpoint of it outside the database; its exports, and the two programs that
/// verify them, which have to say the same.
/// </summary>
public sealed class ProvenLedger : IAsyncLifetime
{
    /// <summary>Its events, by their places in the tree.</summary>
    public static readonly string[] Events =
    [
        "other/1 v1", "shop/1 v1", "shop/2 v1", "*/shop v1", "shop/1 v2", "other/1 v2", "shop/2 v2", "shop/1 v3", "shop/3 v1",
    ];

    private readonly HandmadeLedger ledger = new();
    private int exports;

    public string Folder { get; } = Directory.CreateTempSubdirectory("orderledger-export-").FullName;

    public string Anchor => Path.Combine(Folder, "proof");

    public NpgsqlDataSource Sql => ledger.Sql;

    public async Task InitializeAsync()
    {
        await ledger.InitializeAsync();
        await new StoreTable(Sql).Add(new(new("other", "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc), null), CancellationToken.None);
        await ledger.Write(OfOther(ledger.Register("1")));
        await ledger.Write(ledger.Register("1", details: Customer()), ledger.Register("2"));
        await new Actions(Sql).Record(new("shop", "key_made", new Dictionary<string, string> { ["id"] = "key_1" }), new("ops", "cli", null, null), CancellationToken.None);
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
        var made = await new Checkpointer(Sql, keys, Anchor).Make(CancellationToken.None);
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

    /// <summary>What both programs say of a file; their lines are compared here.</summary>
    internal async Task<IReadOnlyList<string>> Verify(string file, bool anchored = false)
    {
        var python = await Python.Run(Path.Combine("tools", "verify_export.py"),
            ["--export", file, "--checkpoint", Path.Combine(Folder, "note"), "--key", Path.Combine(Folder, "key"), .. anchored ? ["--anchor", Anchor] : Array.Empty<string>()]);
        var proof = OfflineProof.Read(await File.ReadAllTextAsync(Path.Combine(Folder, "note")),
            await File.ReadAllTextAsync(Path.Combine(Folder, "key")), anchored ? Anchor : null);
        var verdict = await OfflineVerify.Run(file, proof, _ => { }, CancellationToken.None);

        python.ExitCode.ShouldBe(verdict.Count == 0 ? 0 : 1, python.Out + python.Error);
        if (verdict.Count > 0)
            python.Out.Split('\n').First().ShouldBe(verdict.Findings[0], python.Out);
        else
            python.Out.ShouldStartWith($"{verdict.Events} events verified.");
        return verdict.Findings;
    }

    private static Details Customer() => new(System.Text.Json.JsonElement.Parse("""{"customer":{"name":"Ada"},"subtotal":"12.50"}"""));

    private static Submission OfOther(Submission submission) => submission with { Stream = submission.Stream with { Store = "other" } };
}

/// <summary>Programs in Python, as users run them.</summary>
internal static class Python
{
    public static async Task<(int ExitCode, string Out, string Error)> Run(string file, string[] arguments, string? input = null)
    {
        var start = new ProcessStartInfo("python3")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SourceTree.Root,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        foreach (var word in arguments.Prepend(file))
            start.ArgumentList.Add(word);
        using var process = Started(start);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        (await complained).ShouldNotContain("openssl is missing", Case.Sensitive, "openssl is missing on this machine: install the package openssl.");
        return (process.ExitCode, await said, await complained);
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException("python3 is missing on this machine: install the package python3.", missing);
        }
    }
}
