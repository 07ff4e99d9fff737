using OrderLedger.Api.Ledger.Rebuilding;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Tests.Ledger.Rebuilding;

namespace OrderLedger.Tests.Ledger;

public class Erasures : IAsyncLifetime
{
    private readonly LedgerToErase ledger = new();

    public Task InitializeAsync() => ledger.InitializeAsync();

    public Task DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task Leave_no_personal_word_in_any_table()
    {
        await ledger.Rebuilt.Rebuild();
        (await ledger.Holding(LedgerToErase.Words)).ShouldNotBeEmpty();

        await ledger.Erase();

        (await ledger.Holding(LedgerToErase.Words)).ShouldBeEmpty();
        (await ledger.Holding(["Ada"])).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Keep_statuses_amounts_and_sums()
    {
        var (order, sums) = (await ledger.Current("1"), await ledger.Ledger.Ask<string>(LedgerToErase.Sums));

        await ledger.Erase();

        (await ledger.Current("1")).ShouldBe(order with { Version = order.Version + 1 });
        (await ledger.Ledger.Ask<string>(LedgerToErase.Sums)).ShouldBe(sums);
        (await ledger.Ledger.Ask<string>("select data::text from ledger.mt_doc_order_details where id = '1'"))
            .ShouldBe("""{"id": "1", "number": "1", "details": {"totals": {"discount_total": "1.50"}, "subtotal": "7", "tax_amount": "19.00000000000000000001"}}""");
        (await ledger.Ledger.Ask<bool>("select customer_name is null and customer_email is null and search = '''1'''::tsvector from ledger.mt_doc_order_details where id = '1'"))
            .ShouldBeTrue();
    }

    [Fact]
    public async Task Are_carried_out_once()
    {
        await ledger.Erase();
        var again = await ledger.Erase();

        again.Outcome.Kind.ShouldBe(OutcomeKind.Unchanged);
        (await ledger.Current("1")).Version.ShouldBe(again.Outcome.Order.Version);
    }

    [Fact]
    public async Task Are_carried_out_again_when_personal_data_came_back()
    {
        await ledger.Erase();
        await ledger.Ledger.Write(ledger.Ledger.Ask("1", new Push { Note = "ring twice" }));
        (await ledger.Holding(["ring twice"])).ShouldNotBeEmpty();

        (await ledger.Erase()).Outcome.Kind.ShouldBe(OutcomeKind.Changed);

        (await ledger.Holding(LedgerToErase.Words)).ShouldBeEmpty();
        (await ledger.Ledger.Faults()).ShouldBeEmpty();
        await ledger.EveryLeafIsThatOfItsEvent();
    }

    [Fact]
    public async Task Take_what_is_pushed_in_the_same_batch_before_them_and_leave_what_is_pushed_after()
    {
        await ledger.Ledger.Write(
            LedgerToErase.Shows(ledger.Ledger.Ask("1", new Push { Note = "ring twice again" }, HandmadeLedger.Key("before"))),
            ledger.Ledger.Ask("1", new EraseOrder()),
            ledger.Ledger.Ask("1", new EraseOrder()),
            LedgerToErase.Shows(ledger.Ledger.Ask("1", new Push { Note = "after" }, HandmadeLedger.Key("after"))),
            ledger.Ledger.Register("new", number: "new", details: LedgerToErase.Json(LedgerToErase.Customer)),
            ledger.Ledger.Ask("new", new EraseOrder()));

        (await ledger.Holding(LedgerToErase.Words)).ShouldBeEmpty();
        (await ledger.Holding(["\"after\""])).Order().ShouldBe(["mt_doc_order_details", "mt_events", "ol_idempotency"]);
        (await ledger.Ledger.Ask<long>("select count(*) from ledger.mt_events where type = 'personal_data_erased' and tenant_id <> '*'"))
            .ShouldBe(2);
        (await ledger.Ledger.Faults()).ShouldBeEmpty();
        await ledger.EveryLeafIsThatOfItsEvent();
    }

    [Fact]
    public async Task Are_seen_by_a_server_that_remembers_the_details()
    {
        var server = ledger.Ledger.NewWriter();
        await server.StartAsync(default);
        await server.Submit(LedgerToErase.Shows(ledger.Ledger.Push("1", "completed")));

        await ledger.Erase();

        var shown = ((Answer.Done)await server.Submit(LedgerToErase.Shows(ledger.Ledger.Push("1", "failed")))).Outcome.Details!;
        shown.Note.ShouldBeNull();
        shown.Details.ToString().ShouldNotContain("Zenobia");
    }

    [Fact]
    public async Task Leave_a_retry_its_answer_without_what_is_gone()
    {
        await ledger.Erase();

        var retried = (Answer.Done)(await ledger.Ledger.Write(LedgerToErase.Shows(ledger.Ledger.Register("1",
            details: LedgerToErase.Json(LedgerToErase.Customer), key: HandmadeLedger.Key("first"))))).Single();

        retried.Replayed.ShouldBeTrue();
        retried.Outcome.Kind.ShouldBe(OutcomeKind.Registered);
        retried.Outcome.Details!.Details.ShouldBe(LedgerToErase.Json("""{"totals":{"discount_total":"1.50"},"tax_amount":"19.00000000000000000001"}"""));
        (await ledger.Holding(LedgerToErase.Words)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_deleted_order_are_erasures_too()
    {
        await ledger.Ledger.Write(ledger.Ledger.Ask("1", new DeleteOrder()));

        await ledger.Erase();

        (await ledger.Holding(LedgerToErase.Words)).ShouldBeEmpty();
        (await ledger.Current("1")).Deleted.ShouldBeTrue();
        (await ledger.Ledger.Faults()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RebuildState.CatchingUp)]
    [InlineData(RebuildState.Swapping)]
    public async Task Reach_what_a_rebuild_has_copied_before_them(string state)
    {
        await using var hold = await Holds.State(ledger.Ledger.Sql, state);
        await ledger.Rebuilt.Ask();
        var running = ledger.Rebuilt.NewRebuilder().Run(default);
        await hold.Reached(ledger.Ledger.Sql);

        await ledger.Erase();
        await hold.Release(ledger.Ledger.Sql);
        (await running)!.State.ShouldBe(RebuildState.Done);

        (await ledger.Holding(LedgerToErase.Words)).ShouldBeEmpty();
        (await Tables.Changes(ledger.Ledger.Sql)).ShouldBeEmpty();
        (await ledger.Ledger.Faults()).ShouldBeEmpty();
    }
}
