using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Tests.Ledger;

public class SlowReports(LedgerApp app) : IClassFixture<LedgerApp>
{
    private SlowMemory Memory => app.Services.GetRequiredService<SlowMemory>();

    [Fact]
    public async Task What_is_remembered_is_read_anew_once_the_ledger_has_moved_on()
    {
        var ask = await Ask(days: 3);
        await Done("1");
        var first = await UpToDate(ask);
        await Done("2");
        var second = await UpToDate(ask);

        second.Facts!.Done.Values.Sum().ShouldBe(first.Facts!.Done.Values.Sum() + 1);
        second.At.ShouldNotBeNull().ShouldBeGreaterThan(first.At!.Value);
    }

    [Fact]
    public async Task What_is_remembered_is_given_while_it_is_behind_and_said_to_be()
    {
        var ask = await Ask(days: 4);
        var read = await UpToDate(ask);

        var behind = await Memory.Get(ask, long.MaxValue, CancellationToken.None);

        behind.IsBehind.ShouldBeTrue();
        behind.Facts.ShouldNotBeNull();
        behind.At.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(read.At!.Value);
    }

    [Fact]
    public async Task The_sums_and_the_slow_facts_are_the_whole_report()
    {
        var ask = await Ask(days: 5);
        await Done("3");

        var (whole, slow) = (await Reader.Read(ask, CancellationToken.None), await UpToDate(ask));
        var (sums, _) = await Reader.ReadSums(ask, CancellationToken.None);

        sums.Cells.ShouldBe(whole.Cells, ignoreOrder: true);
        sums.Sources.ShouldBe(whole.Sources, ignoreOrder: true);
        slow.Facts!.Done.ShouldBe(whole.Slow.Done, ignoreOrder: true);
        slow.Facts.Cycle.ShouldBe(whole.Slow.Cycle);
        slow.Facts.Visits.Select(v => (v.Status, v.Open, v.Visits.Count))
            .ShouldBe(whole.Slow.Visits.Select(v => (v.Status, v.Open, v.Visits.Count)));
    }

    [Fact]
    public async Task What_waits_to_be_read_is_bounded_and_no_store_fills_it_alone()
    {
        await using var connection = await app.Sql.OpenConnectionAsync();
        await using var held = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table ledger.mt_events in access exclusive mode", connection, held))
            await hold.ExecuteNonQueryAsync();
        var ask = await Ask(days: 10);

        for (var more = 1; more <= SlowMemory.OfStoreMax + 3; more++)
            (await Memory.Get(await Ask(days: 10 + more), long.MaxValue, CancellationToken.None)).Facts.ShouldBeNull();
        Memory.Waiting.ShouldBe(SlowMemory.OfStoreMax);
        for (var other = 0; other < SlowMemory.WaitingMax; other++)
            await Memory.Get(ask with { Store = ask.Store with { Name = $"other-{other}" } }, 0, CancellationToken.None);
        Memory.Waiting.ShouldBe(SlowMemory.WaitingMax);

        await held.RollbackAsync();
        (await UpToDate(await Ask(days: 10 + SlowMemory.OfStoreMax + 3))).Facts.ShouldNotBeNull("the next look asks again");
    }

    private KpiReader Reader => app.Services.GetRequiredService<KpiReader>();

    private async Task<KpiAsk> Ask(int days)
    {
        var store = (await app.Services.GetRequiredService<StoreTable>().All(CancellationToken.None))[0].Store;
        var today = store.DayOf(DateTimeOffset.UtcNow);
        return new(store, new(today.AddDays(1 - days), today), DateTimeOffset.UtcNow);
    }

    private async Task Done(string orderId)
    {
        await app.Register(orderId);
        using var pushed = await app.Patch(orderId, """{"status":"completed"}""");
        pushed.EnsureSuccessStatusCode();
    }

    private async Task<Remembered> UpToDate(KpiAsk ask)
    {
        var head = await app.Ledger.Head(CancellationToken.None);
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(20); await Task.Yield())
            if (await Memory.Get(ask, head, CancellationToken.None) is { IsBehind: false } remembered)
                return remembered;
        throw new TimeoutException("The facts were not read in 20 seconds.");
    }
}
