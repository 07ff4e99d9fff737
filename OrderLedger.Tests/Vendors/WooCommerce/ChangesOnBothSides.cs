using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OrderLedger.Api.Vendors.WooCommerce.Shops;
using Xunit.Abstractions;

namespace OrderLedger.Tests.Vendors.WooCommerce;

/// <summary>
/// The ledger and the shop are changed at the same time. The shop's webhooks are lost, late, twice and out of order, the shop breaks off
/// now and then, and it is asked for what was missed.
/// </summary>
public class ChangesOnBothSides(WrittenApp app, ITestOutputHelper told) : IClassFixture<WrittenApp>
{
    private const int Orders = 40;
    private const int Changes = 1_000;

    // A change this young is left to its webhook. Shorter than in life, and longer than any webhook takes here.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private static readonly int[] Faults = [503, 0, TestShop.CutAfter];
    private static readonly string[] Statuses = ["pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "packed"];

    private readonly int seed = Environment.TickCount;
    private int underWay;

    [Fact]
    public async Task End_equal_on_both_sides_without_a_loop()
    {
        var random = new Random(seed);
        await using var shop = await TestShop.Open();
        var store = await app.Open("both", shop);
        for (var id = 1; id <= Orders; id++)
            await store.Order(id);
        shop.Changed = order => Send(store, order, random);

        using var end = new CancellationTokenSource();
        var asking = Ask(Grace, end.Token);
        for (var change = 1; change <= Changes; change++)
        {
            var (id, status) = Next(random);
            if (change % 2 == 0)
                await store.Push(id, status);
            else
                shop.Set(id, status);
            if (change % 50 == 0)
                shop.CallFaults.Enqueue(Faults[change / 50 % Faults.Length]);
            await Task.Delay(TimeSpan.FromMilliseconds(change % 5));
        }
        await end.CancelAsync();
        await asking;

        await Condition.Holds(async () => await IsQuiet(store) && await Asked(store), WrittenApp.Patience, () => $"seed {seed}: it does not end");
        (await Unequal(store)).ShouldBeEmpty($"seed {seed}");
        var written = shop.Written.Count;
        told.WriteLine($"seed {seed}: {written} writes for {Changes / 2} changes in the ledger and as many in the shop");
        written.ShouldBeLessThanOrEqualTo(Changes, $"seed {seed}");

        // Everything is said once more, twice.
        for (var id = 1; id <= Orders; id++)
            await store.Hear(shop.Of(id));
        var head = await app.Head();
        for (var id = 1; id <= Orders; id++)
            await store.Hear(shop.Of(id));
        await Round(TimeSpan.Zero);
        (await app.Head()).ShouldBe(head, $"seed {seed}");
        (await IsQuiet(store)).ShouldBeTrue($"seed {seed}");
        shop.Written.Count.ShouldBe(written, $"seed {seed}");
        (await app.Faults()).ShouldBeEmpty($"seed {seed}");
    }

    private static (long Id, string Status) Next(Random random)
    {
        lock (random)
            return (random.Next(Orders) + 1, Statuses[random.Next(Statuses.Length)]);
    }

    // The webhook of a change: one in ten is lost, one in ten comes twice, and each is late by up to 600 ms.
    private void Send(WrittenStore store, TestShop.Order order, Random random)
    {
        int copies;
        lock (random)
            copies = random.Next(10) switch { 0 => 0, 1 => 2, _ => 1 };
        for (var copy = 0; copy < copies; copy++)
        {
            TimeSpan late;
            lock (random)
                late = TimeSpan.FromMilliseconds(random.Next(600));
            Interlocked.Increment(ref underWay);
            _ = Task.Run(async () =>
            {
                await Task.Delay(late);
                await store.Hear(order);
                Interlocked.Decrement(ref underWay);
            });
        }
    }

    private async Task Ask(TimeSpan grace, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Round(grace);
            await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        }
    }

    // By a clock that is ahead, so that no test has to wait until a change is old enough.
    private Task Round(TimeSpan grace)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow + TimeSpan.FromSeconds(62) - grace);
        var missed = ActivatorUtilities.CreateInstance<MissedOrders>(app.Services, clock);
        return ActivatorUtilities.CreateInstance<WooCatchUp>(app.Services, missed, TimeSpan.Zero).Round(CancellationToken.None);
    }

    private async Task<bool> IsQuiet(WrittenStore store) => Volatile.Read(ref underWay) == 0 && await app.Ask<long>(
        $"select count(*) from ledger.ol_delivery where subscription = '{store.Subscription}' and state = 'waiting'") == 0
        && await app.Ask<bool>(
            "select (select max(seq_id) from ledger.mt_events) <= (select last_seq_id from ledger.mt_event_progression where name = 'webhooks:All')");

    // The catch-up has nothing to add.
    private async Task<bool> Asked(WrittenStore store)
    {
        var head = await app.Head();
        await Round(TimeSpan.Zero);
        return await app.Head() == head && await IsQuiet(store);
    }

    private static async Task<List<string>> Unequal(WrittenStore store)
    {
        var unequal = new List<string>();
        for (var id = 1; id <= Orders; id++)
            if (await store.StatusOf(id) is var status && status != store.Shop.Of(id).Status)
                unequal.Add($"{id}: {status} in the ledger, {store.Shop.Of(id).Status} in the shop");
        return unequal;
    }
}
