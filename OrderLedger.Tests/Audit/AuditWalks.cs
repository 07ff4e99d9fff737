namespace OrderLedger.Tests.Audit;

/// <summary>
/// A ledger whose entries lie far apart: a value is common at one end and absent at the other, so that pages are found by windows that grow
/// and are divided. Each page must be the one that plain SQL finds.
/// </summary>
public sealed class AuditWalks : IAsyncLifetime
{
    private readonly LedgerApp app = new();

    public async Task InitializeAsync()
    {
        await app.InitializeAsync();
        await app.Sql.Execute(
            """
            insert into ledger.ol_entry (seq_id, store, order_id, version, type, actor, source, status_from, status_to, phase, recorded_at, correlation_id, unusual, stale)
            select n * 5, 'default', 'order-' || n, 1, 'status_changed',
                   case when n between 2000 and 12000 then 'dense' when n % 3001 = 0 then 'rare' else 'seed' end,
                   case when n between 500 and 503 then 'oldest' else 'api' end, 'pending', 'status-' || n / 9000, 'open',
                   '2026-01-01'::timestamptz + make_interval(mins => n), 'req-' || n, n % 4000 = 7, false
              from generate_series(1, 40000) as n
            """, CancellationToken.None);
        await app.Sql.Execute("select setval('ledger.mt_events_sequence', 40000 * 5)", CancellationToken.None);
        await app.NewStore("newer-than-all-entries");
        await app.Sql.Execute("vacuum analyze ledger.ol_entry", CancellationToken.None);
    }

    public Task DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("actor=dense", "actor = 'dense'")]
    [InlineData("actor=rare", "actor = 'rare'")]
    [InlineData("actor=nobody", "false")]
    [InlineData("source=oldest", "source = 'oldest'")]
    [InlineData("source=oldest&actor=seed", "source = 'oldest' and actor = 'seed'")]
    [InlineData("status_to=status-0", "status_to = 'status-0'")]
    [InlineData("correlation_id=req-17", "correlation_id = 'req-17'")]
    [InlineData("unusual=true", "unusual")]
    [InlineData("recorded_from=2026-01-05&recorded_to=2026-01-06", "recorded_at >= '2026-01-05' and recorded_at < '2026-01-07'")]
    [InlineData("recorded_to=2026-01-02T07:00:00Z", "recorded_at < '2026-01-02 07:00'")]
    [InlineData("occurred_to=2026-01-02", "recorded_at < '2026-01-03'")]
    [InlineData("occurred_from=2026-01-02&actor=dense", "recorded_at >= '2026-01-02' and actor = 'dense'")]
    public async Task Find_what_plain_sql_finds(string filter, string where)
    {
        var (met, cursor) = (new List<long>(), "");
        do
        {
            var page = await app.Get($"/api/audit?kind=orders&limit=200&{filter}{cursor}");
            met.AddRange(page["entries"]!.AsArray().Select(e => (long)e!["seq"]!));
            cursor = page["next_cursor"] is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);

        met.ShouldBe(await app.Sql.Query(r => r.GetInt64(0),
            $"select seq_id from ledger.ol_entry where {where} order by seq_id desc", CancellationToken.None));
    }

    [Fact]
    public async Task Have_their_indexes_after_a_rebuild()
    {
        const string indexes =
            "select string_agg(indexdef, e'\n' order by indexname) from pg_indexes where schemaname = 'ledger' and tablename = 'ol_entry'";
        var before = await app.Ask<string>(indexes);
        await app.Sql.Execute("truncate ledger.ol_entry", CancellationToken.None);
        await app.Register("1");

        using var asked = await app.Send(HttpMethod.Post, "/api/projections/visits/rebuild");
        var path = asked.Header("Location")!;
        await Condition.Holds(async () =>
            (await app.Get(path))["ended_at"] is not null, TimeSpan.FromSeconds(60), () => "It has not ended.");

        (await app.Ask<string>(indexes)).ShouldBe(before);
        before.ShouldContain("ol_entry_by_word");
        before.ShouldContain("ol_entry_by_unusual");
        (await app.Get("/api/audit?kind=orders&actor=bootstrap"))["entries"]!.AsArray().Count.ShouldBe(1);
    }
}
