using Marten;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Schema;

namespace OrderLedger.Tests.Ledger;

/// <summary>
/// Marten owns these tables. It must find them as it would make them, and its own API must read what the ledger wrote and append to it.
/// </summary>
public class EventTables(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Fact]
    public Task Are_as_marten_wants_them() => LedgerSchema.AssertMarten(ledger.Sql, CancellationToken.None);

    [Fact]
    public async Task Take_their_numbers_from_a_sequence_of_their_own() =>
        (await ledger.Ask<string>("select pg_get_serial_sequence('ledger.mt_events', 'seq_id')")).ShouldBe("ledger.mt_events_sequence");

    [Fact]
    public async Task Have_no_triggers_of_ours() => (await ledger.Sql.Query(r => r.GetString(0),
        @"select tgname from pg_trigger where not tgisinternal and tgrelid::regclass::text like 'ledger.mt\_%'", CancellationToken.None))
            .ShouldBeEmpty();

    [Fact]
    public async Task Are_read_by_marten_with_who_brought_each_event_and_when()
    {
        await ledger.Write(ledger.Register("read"), ledger.Push("read", "processing"), ledger.Push("read", "completed"));
        await using var session = MartenSetup.StoreOf(ledger.Sql).QuerySession("shop");

        var stream = await session.Events.FetchStreamAsync("read");
        var second = await session.Events.AggregateStreamAsync<PastOrder>("read", version: 2);
        var now = await session.Events.AggregateStreamAsync<PastOrder>("read", timestamp: stream[^1].Timestamp);

        stream.Select(e => e.EventTypeName).ShouldBe(["order_registered", "status_changed", "status_changed"]);
        stream.Select(e => e.Version).ShouldBe([1, 2, 3]);
        (stream[0].UserName, stream[0].CorrelationId, stream[0].CausationId, stream[0].GetHeader("source")?.ToString())
            .ShouldBe(("tester", "req-1", "del-1", "test"));
        second!.Order.Status.ShouldBe("processing");
        now!.Order.Status.ShouldBe("completed");
        (await session.Events.FetchStreamStateAsync("read"))!.Version.ShouldBe(3);
    }

    [Fact]
    public async Task Have_the_orders_beside_them_as_documents()
    {
        await ledger.Write(ledger.Register("document", "7"), ledger.Push("document", "processing"));
        await using var session = MartenSetup.StoreOf(ledger.Sql).QuerySession("shop");

        var order = await session.LoadAsync<Order>("document");
        var found = await session.Query<Order>().Where(o => o.Status == "processing" && o.Number == "7").ToListAsync();
        var details = await session.LoadAsync<OrderDetails>("document");

        order.ShouldBe(await ledger.Ledger.Current(new("shop", "document"), default));
        found.Select(o => o.Id).ShouldContain("document");
        (details!.Id, details.Number).ShouldBe(("document", "7"));
    }

    [Fact]
    public async Task Are_appended_to_through_marten_with_views_sums_entries_and_leaves_in_the_same_transaction()
    {
        await ledger.Write(ledger.Register("appended"), ledger.Register("beside"));
        await using (var session = MartenSetup.StoreOf(ledger.Sql).LightweightSession("shop"))
        {
            session.LastModifiedBy = "an application";
            session.Events.Append("appended", new StatusChanged("pending", "processing", "processing", Phase.InProgress),
                new NoteAdded("from outside"));
            session.Events.Append("beside", new StatusChanged("pending", "completed", "completed", Phase.Done));
            session.Events.Append("made",
                new OrderRegistered("made", "pending", "pending", Phase.Open, "USD", new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)));
            await session.SaveChangesAsync();
        }
        await ledger.Write(ledger.Push("appended", "completed"), ledger.Push("made", "processing"));

        (await ledger.Ledger.Current(new("shop", "appended"), default))!.ShouldSatisfyAllConditions(
            o => o.Status.ShouldBe("completed"), o => o.Version.ShouldBe(4));
        (await ledger.Ask<string>("select string_agg(actor, ',' order by version) from ledger.ol_entry where order_id = 'appended'"))
            .ShouldBe("tester,an application,an application,tester");
        (await ledger.FaultsAndProof()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lose_no_count_when_marten_sessions_and_pushes_append_at_once()
    {
        await ledger.Write(ledger.Register("busy"), ledger.Register("idle"));
        async Task Append(int i)
        {
            await using var session = MartenSetup.StoreOf(ledger.Sql).LightweightSession("shop");
            session.Events.Append("busy", new NoteAdded($"note {i}"));
            await session.SaveChangesAsync();
        }

        var writer = ledger.NewWriter();
        await writer.StartAsync(default);
        await Task.WhenAll(Enumerable.Range(0, 20)
            .SelectMany(i => new Task[] { Append(i), writer.Submit(ledger.Push("idle", i % 2 == 0 ? "completed" : "on-hold")) }));

        (await ledger.Ledger.Current(new("shop", "busy"), default))!.Version.ShouldBe(21);
        (await ledger.FaultsAndProof()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Take_no_event_of_a_store_that_the_ledger_does_not_know()
    {
        await using var session = MartenSetup.StoreOf(ledger.Sql).LightweightSession("nobodys");
        session.Events.Append("1", new OrderRegistered("1", "pending", "pending", Phase.Open, "USD", DateTimeOffset.UnixEpoch));

        (await Should.ThrowAsync<InvalidOperationException>(() => session.SaveChangesAsync())).Message.ShouldContain("nobodys");

        (await ledger.Ask<long>("select count(*) from ledger.mt_events where tenant_id = 'nobodys'")).ShouldBe(0);
    }
}
