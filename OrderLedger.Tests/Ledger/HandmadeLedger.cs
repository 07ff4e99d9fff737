using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger;

/// <summary>A database with one store, and writers made by hand. One that is not started yet lets a batch be told beforehand.</summary>
public sealed class HandmadeLedger : IAsyncLifetime
{
    private readonly List<LedgerWriter> writers = [];
    private string connectionString = "";

    public string ConnectionString => connectionString;

    public Store Store { get; } = new("shop", "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc);

    public NpgsqlDataSource Sql { get; private set; } = null!;

    public LedgerReader Ledger => new(Sql);

    public async Task InitializeAsync()
    {
        connectionString = await TestServer.NewDatabase();
        Sql = Database.Connect(connectionString);
        await Add(Store);
    }

    public async Task DisposeAsync()
    {
        foreach (var writer in writers)
            await writer.StopAsync(CancellationToken.None);
        await Sql.DisposeAsync();
        await TestServer.Drop(connectionString);
    }

    /// <summary>A store that nobody is recorded to have made, so that the first event is at place 1.</summary>
    public Task Add(Store store) => Sql.Execute(
        "insert into ledger.ol_store (name, dialect, policy, currency, time_zone, limit_hours) values ($1, $2, $3, $4, $5, $6::jsonb)",
        CancellationToken.None,
        Value(store.Name), Value(store.Dialect), Value(store.Policy.Word()), Value(store.Currency), Value(store.TimeZone.Id),
        Value(System.Text.Json.JsonSerializer.Serialize(store.LimitHours)));

    public LedgerWriter NewWriter(LedgerTail? tail = null)
    {
        var writer = new LedgerWriter(new(Sql), tail
            ?? new LedgerTail(Ledger), new Duplicates(Sql, TimeProvider.System, NullLogger<Duplicates>.Instance),
            NullLogger<LedgerWriter>.Instance);
        writers.Add(writer);
        return writer;
    }

    /// <summary>One batch: nothing is written before all of it waits.</summary>
    public async Task<Answer[]> Write(params Submission[] submissions)
    {
        var writer = NewWriter();
        var waiting = submissions.Select(s => writer.Submit(s)).ToArray();
        await writer.StartAsync(CancellationToken.None);
        await writer.StopAsync(CancellationToken.None);
        return await Task.WhenAll(waiting);
    }

    /// <summary>One batch of one group.</summary>
    public async Task<Answer[]> WriteTogether(params Submission[] submissions)
    {
        var writer = NewWriter();
        var waiting = writer.SubmitAll(submissions);
        await writer.StartAsync(CancellationToken.None);
        await writer.StopAsync(CancellationToken.None);
        return await waiting;
    }

    public Submission Register(string order, string number = "1", Details? details = null, IdempotencyKey? key = null) =>
        Ask(order, new RegisterOrder(new("pending", "pending")) { Number = number, Total = 12.5m, Details = details }, key);

    public Submission Push(string order, string status, IdempotencyKey? key = null) => Ask(order, new Push(new(status, status)), key);

    public Submission Ask(string order, OrderRequest request, IdempotencyKey? key = null) =>
        new(new(Store.Name, order), request, Store.RulesFor(Vocabularies.Vici), new("tester", "test", "req-1", "del-1"), key is null
            ? []
            : [key]);

    public static IdempotencyKey Key(string name, byte body = 1) => new(name, [body]);

    public async Task<IReadOnlyList<string>> Faults() =>
        [.. (await new Verify(Sql).Run(await Stores(), null, CancellationToken.None)).Faults.Select(f => f.ToString())];

    /// <summary>Of the proof as well. No checkpoint was made, so there is no folder outside to compare with.</summary>
    public async Task<IReadOnlyList<Fault>> FaultsAndProof() =>
        (await new Verify(Sql, Path.Combine(Path.GetTempPath(), "orderledger-none"))
            .Run(await Stores(), null, CancellationToken.None)).Faults;

    public Task<int> Execute(string sql) => Sql.Execute(sql, CancellationToken.None);

    public async Task<T> Ask<T>(string sql) => (await Sql.Query(r => r.GetFieldValue<T>(0), sql, CancellationToken.None))[0];

    private static NpgsqlParameter Value(string text) => new() { Value = text };

    private async Task<Dictionary<string, Store>> Stores() =>
        (await new StoreTable(Sql).All(CancellationToken.None)).ToDictionary(s => s.Store.Name, s => s.Store);
}
