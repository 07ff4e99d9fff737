using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Ledger.Reporting;
using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Dashboard.Home;

/// <summary>
/// Home: how the shop stands. What is cheap to read is read for each page; what is not comes from <see cref="SlowMemory"/>, with its age.
/// </summary>
internal static class HomePage
{
    private const int NewestMax = 12;

    /// <summary>A source that brought nothing for so many days is forgotten.</summary>
    private const int SilentDaysMax = 366;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("", Show);

    /// <summary>Everything that the page reads from.</summary>
    private sealed record Kept(KpiReader Reader, SlowMemory Memory, OrderList Orders, NewestLines Newest, ShopTable Shops,
        DeliveryReader Deliveries, RefusedOfOrders Refused);

    private static async Task<IResult> Show(Visit visit, [AsParameters] Kept kept, CancellationToken stop)
    {
        var (ask, fault) = HomeAsk.Read(visit.Query(), visit.Store.DayOf(visit.Now));
        if (ask is null)
            return Page.Error(visit, 400, fault!);
        var report = new KpiAsk(visit.Store, ask.Period, visit.Now) { Previous = ask.Compared, UpToNow = true };
        var (sums, head) = await kept.Reader.ReadSums(report, stop);
        var facts = new HomeFacts(
            sums, await kept.Memory.Get(report, head, stop), await kept.Orders.Counts(new(visit.Store), stop),
                await kept.Newest.Of(visit.Store, NewestMax, stop))
        {
            Shop = await kept.Shops.Of(visit.Store.Name, stop),
            // The menu has counted them already, but a part that is fetched again has no menu.
            Refused = Page.IsRefetch(visit.Http.Request) ? await kept.Refused.CountOpen(visit.Store.Name, stop) : visit.OpenRefused,
            Troubled = await kept.Deliveries.Troubled(visit.Store.Name, stop),
            LastPushes = await kept.Reader.LastPushes(visit.Store, visit.Store.DayOf(visit.Now).AddDays(-SilentDaysMax), stop),
        };
        return Page.Of<HomeView>(visit, HomeModel.Of(visit, ask, facts));
    }
}
