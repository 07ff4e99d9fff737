using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrderLedger.Api.Ledger.Rebuilding;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger.Rebuilding;

/// <summary>A ledger of several stores in several time zones, whose projections are rebuilt by hand.</summary>
public sealed class RebuiltLedger : IAsyncLifetime
{
    internal static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public HandmadeLedger Ledger { get; } = new();

    public IReadOnlyList<Store> Stores { get; } =
    [
        new("berlin", "vici", Policy.Permissive, "EUR", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")),
        new("auckland", "whatalo", Policy.Strict, "JPY", TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland")),
        new("st-johns", "genuka", Policy.Permissive, "KWD", TimeZoneInfo.FindSystemTimeZoneById("America/St_Johns")),
    ];

    public NpgsqlDataSource Sql => Ledger.Sql;

    public RebuildTable Table => new(Sql);

    public Rebuilder NewRebuilder() => new(Sql, Table, new(Sql), new(Sql, null), NullLogger<Rebuilder>.Instance);

    public async Task InitializeAsync()
    {
        await Ledger.InitializeAsync();
        foreach (var store in Stores)
            await Ledger.Add(store);
    }

    public Task DisposeAsync() => Ledger.DisposeAsync();

    /// <summary>A request to one of the stores, by its own rules.</summary>
    public static Submission To(Store store, string order, OrderRequest request) => new(
        new(store.Name, order), request, store.RulesFor(store.Vocabulary), new("o'tester \\ ü", "test\t1", "req\n1", null));

    public async Task<Rebuild> Ask(string name = Projection.AllName, string? store = null) =>
        (await Table.Ask(Projection.Named(name), store, Support.Talk.Tester, CancellationToken.None)).ShouldNotBeNull();

    /// <summary>A rebuild from its beginning to its end; it must come to its end.</summary>
    public async Task<Rebuild> Rebuild(string name = Projection.AllName, string? store = null)
    {
        await Ask(name, store);
        var ended = (await NewRebuilder().Run(CancellationToken.None)).ShouldNotBeNull();
        ended.State.ShouldBe(RebuildState.Done, ended.Error);
        (await Tables.Leftovers(Sql)).ShouldBeEmpty();
        return ended;
    }

    /// <summary>The next event is so far away that it falls into another part of a rebuild.</summary>
    public Task NextPart() =>
        Ledger.Execute("select setval('ledger.mt_events_sequence', (select last_value / 20000 * 20000 + 20000 from ledger.mt_events_sequence))");

    /// <summary>A connection outside the pool, for locks that others wait for.</summary>
    public async Task<NpgsqlConnection> Connect()
    {
        var connection = new NpgsqlConnection(Sql.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
