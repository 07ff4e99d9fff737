using System.Text.Json;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Domain.Proof;
using OrderLedger.Tests.Ledger.Rebuilding;

namespace OrderLedger.Tests.Ledger;

/// <summary>A ledger with an order that has personal data wherever it can be, another order, and what a test asks of them.</summary>
public sealed class LedgerToErase : IAsyncLifetime
{
    public const string Customer = """{"customer":{"name":"Zenobia Quillfeather","email":"zenobia@quillfeather.example","phone":"+49301234567"},"items":[{"name":"Zither"}],"totals":{"discount_total":"1.50"},"tax_amount":"19.00000000000000000001"}""";

    public static readonly string[] Words =
        ["Zenobia", "zenobia", "Quillfeather", "quillfeather", "49301234567", "Zither", "ring twice", "moved away", "too late"];

    public RebuiltLedger Rebuilt { get; } = new();

    public HandmadeLedger Ledger => Rebuilt.Ledger;

    public async Task InitializeAsync()
    {
        await Rebuilt.InitializeAsync();
        await Ledger.Write(
            Shows(Ledger.Register("1", details: Json(Customer), key: HandmadeLedger.Key("first"))),
            Ledger.Register("2", number: "2", details: Json("""{"customer":{"name":"Ada"}}""")),
            Ledger.Ask("1", new Push(new("processing", "processing"))
            {
                Reason = "moved away",
                OccurredAt = DateTimeOffset.UtcNow.AddHours(-1)
            }),
            Ledger.Ask("1", new Push(new("failed", "failed")) { Reason = "too late", OccurredAt = DateTimeOffset.UtcNow.AddHours(-2) }),
            Shows(Ledger.Ask("1", new Push { Note = "ring twice", PaymentStatus = "paid", Reason = "moved away" },
                HandmadeLedger.Key("second"))),
            Ledger.Ask("1", new Push { Details = Json("""{"items":[{"name":"Zither 2"}],"subtotal":"7"}""") }));
    }

    public Task DisposeAsync() => Rebuilt.DisposeAsync();

    public const string Sums =
        "select string_agg(t::text, ' ') from (select k::text from ledger.ol_kpi k union all select s::text from ledger.ol_kpi_source s order by 1) as t";

    public static Submission Shows(Submission submission) => submission with { ShowsDetails = true };

    public static Details Json(string json) => new(JsonDocument.Parse(json).RootElement);

    public async Task<Answer.Done> Erase() =>
        (await Ledger.Write(Ledger.Ask("1", new EraseOrder()))).Single().ShouldBeOfType<Answer.Done>();

    public async Task<Order> Current(string id) => (await Ledger.Ledger.Current(new("shop", id), default)).ShouldNotBeNull();

    public Task<List<string>> Leaves() =>
        Ledger.Sql.Query(r => r.GetString(0), "select place || ' ' || encode(leaf, 'hex') from ledger.ol_leaf order by seq_id", default);

    // Every table there is, so that one made later is looked at, too.
    public async Task<List<string>> Holding(string[] words)
    {
        var tables = await Ledger.Sql.Query(r =>
            r.GetString(0), "select tablename::text from pg_tables where schemaname = 'ledger' order by 1", default);
        var holding = new List<string>();
        foreach (var table in tables)
            if ((await Ledger.Sql.Query(r => r.GetString(0), $"select t::text from ledger.{table} t", default))
                .Exists(row => words.Any(row.Contains)))
                holding.Add(table);
        return holding;
    }

    public async Task EveryLeafIsThatOfItsEvent()
    {
        var previous = new Dictionary<StreamKey, byte[]>();
        await using var connection = await Ledger.Sql.OpenConnectionAsync();
        using var events = new Api.Ledger.Proving.ProvenEvents(connection, 0, long.MaxValue);
        while (events.Next() is { } e)
        {
            using var data = JsonDocument.Parse(e.Data);
            var hash = new DataHash();
            if (e.Salt is not null)
                hash.OfPersonal(data.RootElement, e.Salt).ShouldBe(e.Personal);
            (e.Subject with { DataHash = hash.Of(data.RootElement, e.Personal), Previous = previous.GetValueOrDefault(e.Stream) })
                .Hash(new CanonicalJson(exactNumbers: true)).ShouldBe(e.Hash, $"{e.Stream} v{e.Version}");
            previous[e.Stream] = e.Hash!;
        }
    }
}
