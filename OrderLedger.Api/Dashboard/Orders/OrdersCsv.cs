using System.Runtime.CompilerServices;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Listing;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>GET /orders.csv: the list with the filters of its address as a table, with names and e-mail addresses.</summary>
internal static class OrdersCsv
{
    private static readonly SentTable Table = new("orders", [
        "id", "number", "created_at", "customer", "email", "status", "phase", "status_since", "payment_status", "fulfilment_status",
        "total", "refunded",
        "currency", "source", "updated_at", "version",
    ]);

    public static async Task<IResult> Get(Visit visit, OrderListing orders, Actions actions, CancellationToken stop)
    {
        var (address, ask, fault) = ListAddress.Read(visit.Http.Request, visit.Store);
        return ask is null
            ? Page.Error(visit, 400, fault!)
            : await Table.Send(visit, actions, address.Narrowing.Select(p => p.Name), Pages(orders, ask, stop), stop);
    }

    private static async IAsyncEnumerable<IEnumerable<object?[]>> Pages(OrderListing orders, ListAsk ask,
        [EnumeratorCancellation] CancellationToken stop)
    {
        ask = ask with { Before = null, Filter = ask.Filter with { After = null, Limit = OrderListing.ReadMax } };
        var counts = await orders.Counts(ask.Filter.Store.Name, stop);
        while (true)
        {
            var page = await orders.Rows(ask, counts, stop);
            yield return page.Orders.Select(o => Row(o.Line));
            if (page.Next is not { } next)
                yield break;
            ask = ask with { Filter = ask.Filter with { After = next } };
        }
    }

    private static object?[] Row(OrderLine line)
    {
        var order = line.Order;
        return
        [
            line.OrderId, order.Number, order.CreatedAt, line.CustomerName, line.CustomerEmail, order.Status, order.Phase.Word(),
            order.StatusSince,
            order.PaymentStatus, order.FulfilmentStatus, order.Total, order.Refunded, order.Currency, order.Source, order.UpdatedAt,
            order.Version,
        ];
    }
}
