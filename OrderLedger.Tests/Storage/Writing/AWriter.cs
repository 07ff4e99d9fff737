using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrderLedger.Api.Storage;
using OrderLedger.Api.Storage.Writing;
using OrderLedger.Domain;
using OrderLedger.Tests.Support;

namespace OrderLedger.Tests.Storage.Writing;

public sealed class AWriter : IAsyncLifetime
{
    private static readonly Rules Rules = Scenario.Shop().RulesFor(Vocabularies.Vici);

    private string connectionString = "";
    private NpgsqlDataSource sql = null!;
    private LedgerWriter writer = null!;

    public async Task InitializeAsync()
    {
        connectionString = await TestServer.NewDatabase();
        sql = Database.Connect(connectionString);
        writer = Writer(sql);
        await writer.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await writer.StopAsync(CancellationToken.None);
        await sql.DisposeAsync();
        await TestServer.Drop(connectionString);
    }

    [Fact]
    public async Task Two_at_once_number_every_stream_without_a_hole_and_the_tail_yields_each_event_once()
    {
        await using var otherSql = Database.Connect(connectionString);
        var other = Writer(otherSql);
        await other.StartAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(o => writer.Submit(New(o))));
        var seen = new List<Recorded>();
        var following = Task.Run(async () =>
        {
            await foreach (var chunk in new LedgerTail(new Ledger(sql)).Follow(0, stop.Token))
            {
                seen.AddRange(chunk);
                if (seen.Count(r => r.Event is NoteAdded) == 400)
                    return;
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => (i % 2 == 0 ? writer : other).Submit(Note(i % 8, $"note {i}"))));
        await following;
        await other.StopAsync(CancellationToken.None);

        seen.Select(r => r.Seq).ShouldBe(seen.Select(r => r.Seq).Distinct().Order());
        foreach (var stream in seen.GroupBy(r => r.Stream))
            stream.Select(r => r.Version).ShouldBe(Enumerable.Range(1, stream.Count()).Select(v => (long)v));
        (await Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_used_again_gets_the_first_answer_in_one_batch_and_in_a_later_one()
    {
        var keyed = New(1) with { Key = new("k", [1]) };
        var answers = await Task.WhenAll(writer.Submit(keyed), writer.Submit(keyed));
        answers.ShouldAllBe(a => ((Answer.Done)a).Outcome.Kind == OutcomeKind.Registered);
        ((Answer.Done)await writer.Submit(keyed)).Replayed.ShouldBeTrue();
        (await writer.Submit(keyed with { Key = new("k", [2]) })).ShouldBe(new Answer.Refused(new Refusal.KeyReused()));
        (await new Ledger(sql).After(0, 10, CancellationToken.None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_stored_fails_alone()
    {
        var good = Enumerable.Range(1, 20).Select(o => writer.Submit(New(o))).ToList();
        var bad = writer.Submit(New(99, "#\0"));
        good.AddRange(Enumerable.Range(21, 20).Select(o => writer.Submit(New(o))));

        (await Task.WhenAll(good)).ShouldAllBe(a => a is Answer.Done);
        (await bad).ShouldBeOfType<Answer.Refused>().Why.ShouldBeOfType<Refusal.CannotBeStored>();
        (await Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_driver_will_not_send_fails_alone_and_leaves_no_transaction_open()
    {
        var abroad = New(1) with { Request = new RegisterOrder { Number = "#1", CreatedAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(2)) } };
        await Should.ThrowAsync<Exception>(() => writer.Submit(abroad));

        (await sql.Query(r => r.GetInt64(0), "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in%'",
            CancellationToken.None))[0].ShouldBe(0);
        (await writer.Submit(New(2))).ShouldBeOfType<Answer.Done>();
    }

    [Fact]
    public async Task Stopping_writes_what_waits_and_takes_nothing_more()
    {
        var other = Writer(Database.Connect(connectionString));
        var waiting = Enumerable.Range(0, 600).Select(o => other.Submit(New(o))).ToList();
        await other.StartAsync(CancellationToken.None);
        await other.StopAsync(CancellationToken.None);
        (await Task.WhenAll(waiting)).ShouldAllBe(a => a is Answer.Done);
        Should.Throw<LedgerUnavailableException>(() => { _ = other.Submit(New(1)); });
    }

    [Fact]
    public void A_full_queue_takes_nothing_more()
    {
        var idle = Writer(sql);
        for (var i = 0; i < LedgerWriter.QueueMax; i++)
            _ = idle.Submit(New(i));
        Should.Throw<LedgerUnavailableException>(() => { _ = idle.Submit(New(1)); });
    }

    [Fact]
    public async Task Who_and_how_stand_beside_the_event()
    {
        await writer.Submit(New(1) with { Sender = new("ada", "intake", "request-1", "delivery-1") });
        (await sql.Query(r => string.Join(' ', Enumerable.Range(0, 4).Select(r.GetString)),
            "select user_name, correlation_id, causation_id, headers::text from ledger.mt_events", CancellationToken.None))
            .ShouldBe(["""ada request-1 delivery-1 {"source": "intake"}"""]);
    }

    [Theory]
    [InlineData("update ledger.mt_doc_order set data = jsonb_set(data, '{status}', '\"failed\"')", "order view, status")]
    [InlineData("update ledger.mt_doc_order_details set data = jsonb_set(data, '{note}', '\"other\"')", "details view, note")]
    [InlineData("delete from ledger.ol_entry", "entry of v1")]
    [InlineData("update ledger.ol_kpi set orders = orders + 1", "kpi")]
    [InlineData("update ledger.mt_streams set version = 9", "mt_streams.version")]
    [InlineData("insert into ledger.mt_streams (tenant_id, id, version) values ('shop', 'orphan', 1)", "stream")]
    [InlineData("update ledger.mt_doc_order set status = 'failed'", "order view, column status")]
    [InlineData("insert into ledger.mt_doc_order_details (tenant_id, id, data, mt_version, search) values ('shop', 'orphan', '{}', 1, '')", "details view")]
    public async Task Verify_names_what_was_tampered_with(string tampering, string field)
    {
        await writer.Submit(New(1));
        await writer.Submit(Note(1, "a note"));
        (await Faults()).ShouldBeEmpty();

        await sql.Execute(tampering, CancellationToken.None);

        (await Faults()).ShouldContain(f => f.Field.StartsWith(field, StringComparison.Ordinal));
    }

    [Fact]
    public void Any_pushes_in_any_batches_leave_nothing_for_verify_to_name() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Order, byte Status, bool Delete)[]>(), pushes =>
        {
            Task.WhenAll(pushes.Select(p => writer.Submit(new Submission(new("shop", $"{p.Order % 4}"), Asked(p.Status, p.Delete), Rules, new("k", "test")))))
                .GetAwaiter().GetResult();
            return Faults().GetAwaiter().GetResult().Count == 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static OrderRequest Asked(byte status, bool delete)
    {
        var word = Vocabularies.Vici.Pushable[status % 9];
        return delete ? new DeleteOrder()
            : status % 3 == 0 ? new RegisterOrder(new StatusWord(word, word)) { Number = "#", Total = status / 100m }
            : Scenario.To(word);
    }

    private static LedgerWriter Writer(NpgsqlDataSource source) =>
        new(new(source), new(new(source)), NullLogger<LedgerWriter>.Instance);

    private static Submission New(int order, string number = "#1") => new(
        new("shop", $"{order}"), new RegisterOrder(new StatusWord("pending", "pending")) { Number = number, Total = 1.10m }, Rules, new("key", "test"));

    private static Submission Note(int order, string note) => new(new("shop", $"{order}"), new Push { Note = note }, Rules, new("key", "test"));

    private async Task<IReadOnlyList<Fault>> Faults() =>
        (await new Verify(sql).Run(new Dictionary<string, Store> { ["shop"] = Scenario.Shop() }, null, CancellationToken.None)).Faults;
}
