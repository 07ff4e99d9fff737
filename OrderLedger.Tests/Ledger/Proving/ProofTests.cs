using Npgsql;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Tests.Ledger.Proving;

/// <summary>A server with a few orders and a folder of proofs of the test's own.</summary>
public abstract class ProofTests : IAsyncLifetime
{
    private readonly List<string> folders = [];

    protected LedgerApp App { get; } = new();

    public Task InitializeAsync() => App.InitializeAsync();

    public async Task DisposeAsync()
    {
        await ((IAsyncLifetime)App).DisposeAsync();
        foreach (var folder in folders)
            Directory.Delete(folder, recursive: true);
    }

    protected string NewFolder()
    {
        folders.Add(Directory.CreateTempSubdirectory("orderledger-proof-").FullName);
        return folders[^1];
    }

    /// <summary>A server's checkpointer, as one with this folder has it.</summary>
    protected Checkpointer In(string folder) => new(App.Sql, new SigningKeys(App.Sql, folder), folder);

    /// <summary>Registers orders, each with a customer and one change: two events.</summary>
    protected async Task Push(int from, int count)
    {
        for (var order = from; order < from + count; order++)
        {
            using var registered = await App.Send(HttpMethod.Post, "/api/webhooks/order",
                $$$"""{"id":{{{order}}},"status":"pending","total":"10.50","customer":{"name":"Anna {{{order}}}"}}""");
            registered.EnsureSuccessStatusCode();
            using var changed = await App.Patch($"{order}", """{"status":"processing","reason":"paid"}""");
            changed.EnsureSuccessStatusCode();
        }
    }

    protected async Task<IReadOnlyList<string>> Faults(string folder)
    {
        var stores = (await new StoreTable(App.Sql).All(default)).ToDictionary(s => s.Store.Name, s => s.Store);
        return [.. (await new Verify(App.Sql, folder).Run(stores, null, default)).Faults.Select(f => f.ToString())];
    }

    protected static Checkpoint Read(KeptCheckpoint kept) => Checkpoint.Parse(SignedNote.Parse(kept.Note)!.Text)!;

    /// <summary>As a superuser, with triggers and foreign keys off.</summary>
    protected async Task Tamper(string sql)
    {
        await using var connection = await App.Sql.OpenConnectionAsync();
        await using var command =
            new NpgsqlCommand($"set session_replication_role = replica; {sql}; reset session_replication_role", connection);
        await command.ExecuteNonQueryAsync();
    }

    protected static byte[] Bytes(JsonNode? hex) => Convert.FromHexString((string)hex!);

    protected static byte[][] Path(JsonNode? hashes) => [.. hashes!.AsArray().Select(Bytes)];
}
