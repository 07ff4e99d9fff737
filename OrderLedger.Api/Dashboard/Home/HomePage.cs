using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Reporting;

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

    private static async Task<IResult> Show(
        Visit visit, KpiReader reader, SlowMemory memory, OrderList orders, NewestLines newest, CancellationToken stop)
    {
        var (ask, fault) = HomeAsk.Read(new Query(visit.Http.Request), visit.Store.DayOf(visit.Now));
        if (ask is null)
            return Page.Error(visit, 400, fault!);
        var report = new KpiAsk(visit.Store, ask.Period, visit.Now) { Previous = ask.Period.Before() };
        var (sums, head) = await reader.ReadSums(report, stop);
        var facts = new HomeFacts(
            sums, await memory.Get(report, head, stop), await orders.Counts(new(visit.Store), stop),
                await newest.Of(visit.Store, NewestMax, stop))
        {
            LastPushes = await reader.LastPushes(visit.Store, visit.Store.DayOf(visit.Now).AddDays(-SilentDaysMax), stop),
        };
        return Page.Of<HomeView>(visit, HomeModel.Of(visit, ask, facts));
    }
}
