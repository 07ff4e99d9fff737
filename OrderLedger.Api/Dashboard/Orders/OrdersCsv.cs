using System.Globalization;
using System.Text;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Http;
using OrderLedger.Api.Storage;
using OrderLedger.Api.Storage.Listing;
using OrderLedger.Api.Storage.Proving;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>
/// GET /orders.csv: the list with the filters of its address as a table (RFC 4180, UTF-8), read and sent a page at a time. It takes names and
/// e-mail addresses out of the house, so who took it is recorded, as of any export.
/// </summary>
internal static class OrdersCsv
{
    /// <summary>Most orders of one file.</summary>
    public const int OrdersMax = 100_000;

    private const int AtOnceMax = 4;
    private const string Columns = "id,number,created_at,customer,email,status,phase,status_since,payment_status,fulfilment_status,total,refunded,currency,source,updated_at,version";

    private static readonly SemaphoreSlim Free = new(AtOnceMax);

    public static async Task<IResult> Get(Visit visit, OrderListing orders, Actions actions, CancellationToken stop)
    {
        var (address, ask, fault) = ListAddress.Read(visit.Http.Request, visit.Store);
        if (ask is null)
            return Page.Error(visit, 400, fault!);
        if (!await Free.WaitAsync(TimeSpan.Zero, stop))
            return Page.Error(visit, 503, $"{AtOnceMax} tables are being made. This page tries again by itself.");
        try
        {
            await actions.Record(new(visit.Store.Name, ActionTypes.ExportTaken, AdminAction.Facts(("format", "csv"), ("filters", FiltersOf(address)))), visit.By, stop);
            var response = visit.Http.Response;
            response.ContentType = "text/csv; charset=utf-8";
            response.Headers.ContentDisposition =
                $"attachment; filename=\"{visit.Store.Name}-orders-{visit.Store.DayOf(visit.Now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv\"";
            await Write(response.Body, orders, ask, stop);
            return Results.Empty;
        }
        finally
        {
            Free.Release();
        }
    }

    // By their names alone: an action stays for good, and the words of a search may be a customer's name, which could never be erased.
    private static string? FiltersOf(ListAddress address) =>
        string.Join(',', address.Narrowing.Select(p => p.Name).Distinct()) is { Length: > 0 } names ? names : null;

    private static async Task Write(Stream to, OrderListing orders, ListAsk ask, CancellationToken stop)
    {
        ask = ask with { Before = null, Filter = ask.Filter with { After = null, Limit = OrderListing.ReadMax } };
        var counts = await orders.Counts(ask.Filter.Store.Name, stop);
        var text = new StringBuilder(Columns).Append("\r\n");
        for (var left = OrdersMax; left > 0;)
        {
            var page = await orders.Rows(ask, counts, stop);
            foreach (var row in page.Orders.Take(left))
                Line(text, row.Line);
            await to.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), stop);
            text.Clear();
            left -= page.Orders.Count;
            if (page.Next is not { } next)
                return;
            ask = ask with { Filter = ask.Filter with { After = next } };
        }
    }

    private static void Line(StringBuilder text, OrderLine line)
    {
        var order = line.Order;
        text.AppendJoin(',',
            Csv.Cell(line.OrderId), Csv.Cell(order.Number), Csv.Cell(order.CreatedAt), Csv.Cell(line.CustomerName), Csv.Cell(line.CustomerEmail),
            Csv.Cell(order.Status), Csv.Cell(order.Phase.Word()), Csv.Cell(order.StatusSince), Csv.Cell(order.PaymentStatus), Csv.Cell(order.FulfilmentStatus),
            Csv.Cell(order.Total), Csv.Cell(order.Refunded), Csv.Cell(order.Currency), Csv.Cell(order.Source), Csv.Cell(order.UpdatedAt), Csv.Cell(order.Version));
        text.Append("\r\n");
    }
}
