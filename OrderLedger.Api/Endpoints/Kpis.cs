using System.Globalization;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Storage;

namespace OrderLedger.Api.Endpoints;

/// <summary>
/// GET /api/kpis: orders and revenue of the key's store, by the day the orders were created (docs/kpis.md defines each
/// number).
/// </summary>
public static class Kpis
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/kpis", Get)
        .WithTags("KPIs").WithSummary("Orders by status and phase, revenue and average order value");

    private static async Task<IResult> Get(HttpRequest request, Gate gate, KpiReport report, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Read, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return admission.Refusal(request.HttpContext.Response);
        var query = new Query(request);
        var (from, to, currency) = (query.Text("from"), query.Text("to"), query.One("currency")?.ToUpperInvariant());
        if (query.Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        if (!TryDay(from, out var first) || !TryDay(to, out var last))
            return Problem.Of(400, "from and to take a day, e.g. 2026-01-31.");

        var cells = await report.Cells(caller.Store.Name, first, last, currency, stop);
        return Reply.Json(new
        {
            store = caller.Store.Name,
            timeZone = caller.Store.TimeZone.Id,
            from = first,
            to = last,
            orders = cells.Values.Sum(s => s.Orders),
            byStatus = Orders(cells, c => c.Status),
            byPhase = Orders(cells, c => c.Phase.Word()),
            byCurrency = cells.GroupBy(c => c.Key.Currency).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Money(g.Key, g)),
            byDay = cells.GroupBy(c => c.Key.Day).OrderBy(g => g.Key).Select(g => new
            {
                day = g.Key,
                orders = g.Sum(c => c.Value.Orders),
                byCurrency = g.GroupBy(c => c.Key.Currency).OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => Money(m.Key, m)),
            }),
        });
    }

    private static object Money(string currency, IEnumerable<KeyValuePair<KpiCell, KpiSum>> cells)
    {
        var counted = cells.Where(c => c.Key.IsCounted).Aggregate(default(KpiSum), (sum, c) => sum + c.Value);
        return new
        {
            currency,
            countedOrders = counted.Orders,
            gross = counted.Gross,
            refunded = counted.Refunded,
            counted.Revenue,
            counted.AverageOrderValue,
        };
    }

    private static Dictionary<string, long> Orders(IReadOnlyDictionary<KpiCell, KpiSum> cells, Func<KpiCell, string> by) => cells
        .GroupBy(c => by(c.Key)).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => (g.Key, Orders: g.Sum(c => c.Value.Orders))).Where(g => g.Orders != 0)
        .ToDictionary(g => g.Key, g => g.Orders);

    private static bool TryDay(string? text, out DateOnly? day)
    {
        day = null;
        if (text is null)
            return true;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
            return false;
        day = parsed;
        return true;
    }
}
