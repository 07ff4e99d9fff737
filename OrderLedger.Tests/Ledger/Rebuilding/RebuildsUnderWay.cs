using OrderLedger.Api.Ledger.Rebuilding;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger.Rebuilding;

public class RebuildsUnderWay : IAsyncLifetime
{
    private readonly RebuiltLedger ledger = new();

    public async Task InitializeAsync()
    {
        await ledger.InitializeAsync();
        for (var part = 0; part < 3; part++)
        {
            await ledger.Ledger.Write(ledger.Ledger.Register($"{part}-1"), ledger.Ledger.Register($"{part}-2"),
                ledger.Ledger.Push("0-1", "processing"));
            await ledger.NextPart();
        }
    }

    public Task DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task Are_one_at_a_time()
    {
        var first = await ledger.Ask("kpi");

        (await ledger.Table.Ask(Projection.All, null, new("other", "test"), default)).ShouldBeNull();

        (await ledger.Table.Open(default))!.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task Are_carried_out_by_one_process_while_another_sees_that_there_is_nothing_to_do()
    {
        await using var hold = await Holds.Part(ledger.Sql, 20_000);
        var rebuild = await ledger.Ask();
        var running = ledger.NewRebuilder().Run(default);
        await hold.Reached(ledger.Sql);

        (await ledger.NewRebuilder().Run(default)).ShouldBeNull();

        await hold.Release(ledger.Sql);
        (await running)!.ShouldSatisfyAllConditions(r => r.Id.ShouldBe(rebuild.Id), r => r.State.ShouldBe(RebuildState.Done));
    }

    [Fact]
    public async Task Are_cancelled_while_they_copy()
    {
        await using var hold = await Holds.Part(ledger.Sql, 40_000);
        await Cancels(hold, (await ledger.Ask(), ledger.NewRebuilder().Run(default)), RebuildState.Copying);
    }

    [Fact]
    public async Task Are_cancelled_while_they_catch_up()
    {
        await using var step = await Holds.State(ledger.Sql, RebuildState.CatchingUp);
        await using var hold = await Holds.Nothing(ledger.Sql);
        var (rebuild, running) = (await ledger.Ask(), ledger.NewRebuilder().Run(default));
        await step.Reached(ledger.Sql);
        await ledger.Ledger.Write([.. Enumerable.Range(0, 300)
            .Select(n => ledger.Ledger.Push("1-1", n % 2 == 0 ? "completed" : "processing"))]);
        await hold.Lock("lock table ledger.mt_doc_order__new in share mode");
        await step.Release(ledger.Sql);

        await Cancels(hold, (rebuild, running), RebuildState.CatchingUp);
    }

    [Fact]
    public async Task Are_cancelled_while_they_wait_to_swap()
    {
        await using var reader = await Holds.Nothing(ledger.Sql);
        await reader.Lock("select from ledger.mt_doc_order");
        await Cancels(reader, (await ledger.Ask(), ledger.NewRebuilder().Run(default)), RebuildState.Swapping);
    }

    [Fact]
    public async Task That_wait_and_are_cancelled_never_begin()
    {
        var rebuild = await ledger.Ask();
        await ledger.Table.Cancel(rebuild, Support.Talk.Tester, default);

        var ended = await ledger.NewRebuilder().Run(default);

        ended!.ShouldSatisfyAllConditions(r => r.State.ShouldBe(RebuildState.Cancelled), r => r.BeganAt.ShouldBeNull());
    }

    [Fact]
    public async Task Catch_up_with_what_is_pushed_meanwhile()
    {
        await using var hold = await Holds.State(ledger.Sql, RebuildState.CatchingUp);
        await ledger.Ask();
        var running = ledger.NewRebuilder().Run(default);
        await hold.Reached(ledger.Sql);
        // More than one round takes, of known and new orders, and a few that are left for the swap.
        for (var i = 0; i < 6; i++)
            await ledger.Ledger.Write([.. Enumerable.Range(0, 400)
                .Select(n => ledger.Ledger.Push("1-1", (n + i) % 2 == 0 ? "completed" : "processing"))]);
        await ledger.Ledger.Write(ledger.Ledger.Register("new"), ledger.Ledger.Push("new", "completed"),
            ledger.Ledger.Ask("2-2", new DeleteOrder()));
        var before = await Tables.Digest(ledger.Sql);

        await hold.Release(ledger.Sql);
        (await running)!.State.ShouldBe(RebuildState.Done);

        (await Tables.Digest(ledger.Sql)).ShouldBe(before);
        (await Tables.Changes(ledger.Sql)).ShouldBeEmpty();
        (await ledger.Ledger.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Take_the_pushes_that_come_between_the_last_round_and_the_swap()
    {
        await using var hold = await Holds.State(ledger.Sql, RebuildState.Swapping);
        await ledger.Ask();
        var running = ledger.NewRebuilder().Run(default);
        await hold.Reached(ledger.Sql);
        await ledger.Ledger.Write(ledger.Ledger.Register("late"), ledger.Ledger.Push("0-1", "completed"));

        await hold.Release(ledger.Sql);
        (await running)!.State.ShouldBe(RebuildState.Done);

        (await Tables.Changes(ledger.Sql)).ShouldBeEmpty();
        (await ledger.Ledger.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Let_a_push_wait_for_the_swap_itself_so_that_it_is_not_lost()
    {
        await using var step = await Holds.State(ledger.Sql, RebuildState.Swapping);
        await using var hold = await Holds.Nothing(ledger.Sql);
        await ledger.Ask();
        var running = ledger.NewRebuilder().Run(default);
        await step.Reached(ledger.Sql);
        await ledger.Ledger.Write(ledger.Ledger.Push("0-1", "completed"));
        // The rest is applied once the writer's lock is held, and waits for these rows.
        await hold.Lock("select from ledger.ol_kpi__new for update");
        await step.Release(ledger.Sql);
        await hold.Reached(ledger.Sql);

        var push = ledger.Ledger.Write(ledger.Ledger.Push("0-2", "completed"));
        await Condition.Holds(async () => push.IsCompleted
                || await ledger.Ledger.Ask<bool>("select exists (select from pg_locks where locktype = 'advisory' and not granted)"),
            RebuiltLedger.Bound, () => "The push neither waits nor ends.");
        push.IsCompleted.ShouldBeFalse();

        await hold.Release(ledger.Sql);
        (await running.WaitAsync(RebuiltLedger.Bound))!.State.ShouldBe(RebuildState.Done);
        (await push)[0].ShouldBeOfType<Answer.Done>();
        (await ledger.Ledger.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Let_pushes_and_reads_pass_while_a_reader_holds_up_the_swap()
    {
        await using var reader = await Holds.Nothing(ledger.Sql);
        await reader.Lock("select from ledger.mt_doc_order");
        var rebuild = await ledger.Ask();
        var running = ledger.NewRebuilder().Run(default);
        await Reaches(rebuild, RebuildState.Swapping);

        for (var i = 0; i < 20; i++)
        {
            (await ledger.Ledger.Write(ledger.Ledger.Push("0-1", i % 2 == 0 ? "completed" : "processing")))[0].ShouldBeOfType<Answer.Done>();
            (await ledger.Ledger.Ask<long>("select count(*) from ledger.mt_doc_order")).ShouldBe(6);
        }
        running.IsCompleted.ShouldBeFalse();
        await reader.Release(ledger.Sql);

        (await running.WaitAsync(RebuiltLedger.Bound))!.State.ShouldBe(RebuildState.Done);
        (await Tables.Changes(ledger.Sql)).ShouldBeEmpty();
        (await ledger.Ledger.Faults()).ShouldBeEmpty();
    }

    private async Task Cancels(Holds hold, (Rebuild Rebuild, Task<Rebuild?> Running) at, string state)
    {
        await Reaches(at.Rebuild, state);
        await hold.Reached(ledger.Sql);
        var live = await Tables.Digest(ledger.Sql);

        (await ledger.Table.Cancel(at.Rebuild, Support.Talk.Tester, default)).ShouldBeTrue();
        // Only the new tables' removal may wait for what is held; the step itself is ended.
        await Condition.Holds(async () => at.Running.IsCompleted || await ledger.Ledger.Ask<bool>(
            "select exists (select from pg_stat_activity where datname = current_database() and query like 'select ledger.ol_drop_table%' and wait_event_type = 'Lock')"),
            RebuiltLedger.Bound, () => "It does not end.");
        await hold.Release(ledger.Sql);
        var ended = await at.Running.WaitAsync(RebuiltLedger.Bound);

        ended!.State.ShouldBe(RebuildState.Cancelled, ended.Error);
        (await Tables.Leftovers(ledger.Sql)).ShouldBeEmpty();
        (await Tables.Digest(ledger.Sql)).ShouldBe(live);
        (await ledger.Table.Cancel(at.Rebuild, Support.Talk.Tester, default)).ShouldBeFalse();
        await ledger.Rebuild();
    }

    private Task Reaches(Rebuild rebuild, string state) => Condition.Holds(async () =>
        (await ledger.Table.Find(rebuild.Id, default))!.State == state, RebuiltLedger.Bound, () => $"It is not {state}.");
}
