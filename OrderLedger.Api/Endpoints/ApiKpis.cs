using Microsoft.OpenApi;
using OrderLedger.Api.Ledger.Reporting;
using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>The numbers of a store.</summary>
internal static class ApiKpis
{
    private static readonly string Definitions = string.Join('\n', KpiDefinitions.All.Select(d => $"- `{d.Name}` ({d.Unit}): {d.Text}"));

    private static readonly Sample Fault = Problem(400, "parameter", "A parameter cannot be read, or is unknown.", "Bad Request",
        "from and to take a day, e.g. 2026-01-31.");

    private static readonly Sample NoStore = Problem(404, "store", "store names another store than the key's.", "Not Found",
        "There is no such store for this key.");

    private static readonly Taken[] Filters =
    [
        Filter("store", "The key's own store; any other is a 404.", "default"),
        Filter("from", "First day, YYYY-MM-DD, inclusive, in the store's time zone. None: no bound.", "2026-11-01"),
        Filter("to", "Last day, YYYY-MM-DD, inclusive. None: no bound.", "2026-11-30"),
        Filter("bucket", "day, week (from Monday, ISO 8601) or month: asks for series; up to 1,000 buckets.", "day"),
        Filter("currency", "Only orders in this currency (ISO 4217). Counts that come from events and not from orders keep all.", "EUR"),
        Filter("compare", "previous: each card also tells the period of as many days just before. Wants from and to.", "previous"),
        Filter("as_of", "The shop as it stood then, by what had been recorded: a time in ISO 8601, or a day for its end.", "2026-11-21"),
    ];

    private static readonly ApiOperation Report = new("All numbers of a store: cards, series, rates, times, ageing, sources",
        """
        All numbers are derived from events alone. A day is a calendar day in the store's time zone; money is summed per currency, never across
        currencies, and exact. `by_status`, `by_phase`, `by_currency` and `by_day` are of the orders created in the range; deleted ones are left out.
        `gross` is the sum of totals, `refunded` what was paid back. `change` of a card is (value - previous) / previous, null for none.


        """ + Definitions,
        new(200, "report", "The numbers of the range.",
            """{"store":"default","time_zone":"UTC","from":"2026-11-20","to":"2026-11-20","as_of":null,"previous":{"from":"2026-11-19","to":"2026-11-19"},"orders":1,"by_status":{"completed":1},"by_phase":{"done":1},"by_currency":[{"currency":"EUR","counted_orders":1,"gross":149.90,"refunded":0,"revenue":149.90,"average_order_value":149.90}],"by_day":[{"day":"2026-11-20","orders":1,"by_currency":[{"currency":"EUR","counted_orders":1,"gross":149.90,"refunded":0,"revenue":149.90,"average_order_value":149.90}]}],"cards":[{"name":"orders","definition":"Orders created in the range; deleted ones are left out.","unit":"orders","currency":null,"value":1,"previous":2,"change":-0.5},{"name":"revenue","definition":"Totals of the counted orders by the day the order was created, less what was paid back where known; a refunded order of unknown amount counts 0 net.","unit":"money","currency":"EUR","value":149.90,"previous":null,"change":null}],"rates":{"orders":1,"cancelled":0,"failed":0,"refunded":0,"cancel_rate":0,"fail_rate":0,"refund_rate":0},"cycle_time":{"orders":1,"median_seconds":72155.63884,"p90_seconds":72155.63884},"throughput":[{"day":"2026-11-20","orders":1}],"time_in_status":[{"status":"processing","visits":1,"open":0,"median_seconds":72155.63884,"p90_seconds":72155.63884}],"ageing":{"total":1,"orders":[{"order_id":"2540","number":"2540","status":"pending","since":"2026-11-18T09:30:00+00:00","seconds":259200.5,"limit_hours":24}]},"sources":[{"source":"vici","registered":0,"changes":1,"unusual":0,"stale":0,"duplicates":0,"rejected":0,"last_push_at":"2026-11-21T05:32:35.63884+00:00"}],"bucket":"day","series":[{"start":"2026-11-20","orders":1,"counted_orders":1,"by_currency":[{"currency":"EUR","counted_orders":1,"gross":149.90,"refunded":0,"revenue":149.90,"average_order_value":149.90}],"throughput":1,"status_changes":1}]}"""),
        Fault, Unauthorized, Forbidden("read"), NoStore, TooMany, Away)
    {
        Parameters = Filters,
    };

    private static readonly ApiOperation Table = new("One table of the report as CSV",
        """
        RFC 4180 in UTF-8 with a header row, a point in numbers, times in UTC. A text that begins with =, +, - or @ gets a leading apostrophe, so that no
        spreadsheet runs it. With a row for each bucket (day unless asked otherwise): orders, revenue, throughput, status_changes; others: cards, by_status,
        time_in_status, ageing, sources.
        """,
        new(200, "table", "The table.", "start,orders,counted_orders\r\n2026-11-20,1,1\r\n"),
        Fault, Unauthorized, Forbidden("read"),
        Problem(404, "series", "There is no such table, or store names another store than the key's.", "Not Found",
            "There is no series of that name. Known: orders, revenue, throughput, status_changes, cards, by_status, time_in_status, ageing, sources."),
        TooMany, Away)
    {
        Parameters = [new("series", ParameterLocation.Path, "The table's name.", "orders"), .. Filters],
    };

    public static readonly (string Route, ApiOperation Operation)[] All =
    [
        ("GET /api/kpis", Report),
        ("GET /api/kpis/{series}.csv", Table),
    ];

    private static Taken Filter(string name, string meaning, string example) => new(name, ParameterLocation.Query, meaning, example);
}
