using FsCheck;
using FsCheck.Fluent;

namespace OrderLedger.Tests.Domain;

/// <summary>Adds pushes up, by a plain list of orders: the other opinion that the KPI tables are held against.</summary>
internal sealed record KpiModel(
    Dictionary<KpiCell, KpiSum> Cells, (long Registered, long Changes, long Unusual) Source, List<double> CycleSeconds)
{
    /// <summary>When an order's n-th request was true, whenever it arrives.</summary>
    public static DateTimeOffset At(int turn) => Scenario.At(turn);

    /// <summary>
    /// Requests to some orders, each order's in the sequence of their times, and a mixture of them. On a permissive store all of them
    /// happen.
    /// </summary>
    public static Gen<((string Order, OrderRequest Request)[] Requests, int BatchMax)> Mixed(Store store) =>
        from requests in Gen.Elements("1", "2", "3", "4").SelectMany(order => Plain(store).Select(r => (Order: order, Request: r)))
            .ArrayOf()
        from mixture in Gen.Shuffle(Enumerable.Range(0, requests.Length).ToArray())
        from batchMax in Gen.Choose(1, 5)
        let turns = Timed(requests).GroupBy(r => r.Order).ToDictionary(g => g.Key, g => new Queue<(string, OrderRequest)>(g))
        select (mixture.Select(i => turns[requests[i].Order].Dequeue()).ToArray(), batchMax);

    private static Gen<OrderRequest> Plain(Store store) =>
        from status in Gen.Elements(store.Vocabulary.Pushable.ToArray())
        from total in Gen.Elements(0m, 19.99m, 60m, 0.001m)
        from refunded in Gen.Elements<decimal?>(null, 5m)
        let known = new RegisterOrder(new(status, status)) { Number = "#", CreatedAt = At(0) }
        from request in Gen.Frequency(
            (5, Gen.Constant<OrderRequest>(Scenario.Push(status))),
            (4, Gen.Constant<OrderRequest>(known with { Total = total, Refunded = refunded })),
            (1, Gen.Constant<OrderRequest>(new DeleteOrder())))
        select request;

    private static IEnumerable<(string Order, OrderRequest Request)> Timed(IEnumerable<(string Order, OrderRequest Request)> requests) =>
        requests.GroupBy(r => r.Order).SelectMany(g => g.Select((r, i) => (r.Order, Request: r.Request switch
        {
            RegisterOrder register => register with { OccurredAt = At(i + 1) },
            Push push => push with { OccurredAt = At(i + 1) },
            _ => (OrderRequest)new DeleteOrder(At(i + 1)),
        })));

    private sealed record Life(string Status, decimal Total, decimal? Refunded, bool Deleted, string Lived, int First, int? Done);

    public static KpiModel Of(IEnumerable<(string Order, OrderRequest Request)> requests, Store store)
    {
        var (orders, turns, source) =
            (new Dictionary<string, Life>(), new Dictionary<string, int>(), (Registered: 0L, Changes: 0L, Unusual: 0L));
        foreach (var (id, request) in requests)
        {
            var turn = turns[id] = turns.GetValueOrDefault(id) + 1;
            var order = orders.GetValueOrDefault(id);
            var status = (request as RegisterOrder)?.Status!.Status
                ?? (order is { Deleted: false } ? (request as Push)?.Status!.Status : null);
            if (order is not null && request is DeleteOrder)
                orders[id] = order = order with { Deleted = true };
            if (status is null)
                continue;
            if (order is null)
                source.Registered++;
            else if (order.Status != status)
                source = (source.Registered, source.Changes + 1,
                    source.Unusual + (store.Vocabulary.MoveBetween(order.Status, status) == Move.Usual ? 0 : 1));
            order ??= new(status, 0, null, false, "", turn, null);
            order = order with
            {
                Status = status,
                Lived = $"{order.Lived} {status}",
                Done = order.Done ?? (store.Vocabulary.PhaseOf(status) == Phase.Done ? turn : null),
            };
            orders[id] = request is RegisterOrder r
                ? order with { Total = r.Total!.Value, Refunded = r.Refunded ?? order.Refunded, Deleted = false }
                : order;
        }
        return new(Sums(orders.Values, store), source,
            [.. orders.Values.Where(o => o.Done is not null).Select(o => (o.Done!.Value - o.First) * 3600d).Order()]);
    }

    /// <summary>As PostgreSQL interpolates it; null of nothing.</summary>
    public decimal? Percentile(double part)
    {
        if (CycleSeconds.Count == 0)
            return null;
        var (place, low) = (part * (CycleSeconds.Count - 1), (int)(part * (CycleSeconds.Count - 1)));
        var high = Math.Min(low + 1, CycleSeconds.Count - 1);
        return Math.Round((decimal)(CycleSeconds[low] + ((place - low) * (CycleSeconds[high] - CycleSeconds[low]))), 6);
    }

    private static Dictionary<KpiCell, KpiSum> Sums(IEnumerable<Life> orders, Store store)
    {
        return orders.Where(o => !o.Deleted).GroupBy(o => o.Status).ToDictionary(
            g => new KpiCell(store.Name, store.DayOf(At(0)), store.Currency, g.Key, store.Vocabulary.PhaseOf(g.Key)),
            g => new KpiSum(g.Count(), g.Sum(o => o.Total), g.Sum(o => o.Refunded ?? (o.Status == "refunded" ? o.Total : 0)),
                Lived(g, "cancelled"), Lived(g, "failed"), Lived(g, "refunded")));

        static long Lived(IEnumerable<Life> orders, string status) => orders.Count(o => o.Lived.Split(' ').Contains(status));
    }
}
