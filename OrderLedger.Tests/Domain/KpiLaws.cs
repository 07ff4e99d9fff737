using FsCheck;
using FsCheck.Fluent;
using OrderLedger.Domain;

namespace OrderLedger.Tests.Domain;

/// <summary>However pushes to different orders are mixed and batched, the KPI table says what a plain list of orders says.</summary>
public class KpiLaws
{
    private static readonly Store Shop = Scenario.Shop("vici", Policy.Permissive);

    [Fact]
    public void Any_mixture_and_any_batches_give_the_totals_of_a_model() => Prop.ForAll(
        Arb.From(from requests in Gen.Elements("1", "2", "3").SelectMany(order => Plain.Select(r => (Order: order, Request: r))).ArrayOf()
                 from mixture in Gen.Shuffle(Enumerable.Range(0, requests.Length).ToArray())
                 from batchMax in Gen.Choose(1, 5)
                 select (requests, mixture, batchMax)),
        asked => SameCells(Model(asked.requests), Table(Mixed(asked.requests, asked.mixture).Chunk(asked.batchMax))))
        .QuickCheckThrowOnFailure();

    // Without times and on a permissive Vici store everything that is asked of a known order happens.
    private static readonly Gen<OrderRequest> Plain =
        from status in Gen.Elements(Shop.Vocabulary.Pushable.ToArray())
        from total in Gen.Elements(0m, 19.99m, 60m)
        from refunded in Gen.Elements<decimal?>(null, 5m)
        let known = new RegisterOrder(new(status, status)) { Number = "#", CreatedAt = Scenario.At(0) }
        from request in Gen.Frequency(
            (5, Gen.Constant<OrderRequest>(Scenario.Push(status))),
            (4, Gen.Constant<OrderRequest>(known with { Total = total, Refunded = refunded })),
            (1, Gen.Constant<OrderRequest>(new DeleteOrder())))
        select request;

    // The requests to one order keep their turn; those to different orders are mixed.
    private static IEnumerable<(string Order, OrderRequest Request)> Mixed((string Order, OrderRequest Request)[] requests, int[] mixture)
    {
        var turns = requests.GroupBy(r => r.Order).ToDictionary(g => g.Key, g => new Queue<(string, OrderRequest)>(g));
        return mixture.Select(i => turns[requests[i].Order].Dequeue());
    }

    private static Dictionary<KpiCell, KpiSum> Table(IEnumerable<(string Order, OrderRequest Request)[]> batches)
    {
        var (table, known, seq) = (new Dictionary<KpiCell, KpiSum>(), new Projections(), 0);
        foreach (var batch in batches)
        {
            known.Kpis.Clear();
            foreach (var (order, request) in batch)
            {
                var stream = new StreamKey(Shop.Name, order);
                var (before, details) = (known.Orders.GetValueOrDefault(stream), known.Details.GetValueOrDefault(stream));
                var version = before?.Version ?? 0;
                var decision = Decide.On(before, details, request, Shop.RulesFor(Shop.Vocabulary), Scenario.At(1));
                foreach (var e in decision is Decision.Accepted accepted ? accepted.Events : [])
                    known.Apply(new(++seq, Guid.Empty, stream, ++version, Scenario.At(1), new("test", "api"), e), Shop);
            }
            foreach (var (cell, sum) in known.Kpis)
                table[cell] = table.GetValueOrDefault(cell) + sum;
        }
        return table;
    }

    private static Dictionary<KpiCell, KpiSum> Model((string Order, OrderRequest Request)[] requests)
    {
        var orders = new Dictionary<string, (string Status, decimal Total, decimal? Refunded, bool Deleted, string Lived)>();
        foreach (var (id, request) in requests)
        {
            var isKnown = orders.TryGetValue(id, out var order);
            if (request is RegisterOrder r)
                orders[id] = (r.Status!.Status, r.Total!.Value, r.Refunded ?? order.Refunded, false, $"{order.Lived} {r.Status.Status}");
            else if (isKnown && request is DeleteOrder)
                orders[id] = order with { Deleted = true };
            else if (isKnown && !order.Deleted && request is Push push)
                orders[id] = order with { Status = push.Status!.Status, Lived = $"{order.Lived} {push.Status.Status}" };
        }
        return orders.Values.Where(o => !o.Deleted).GroupBy(o => o.Status).ToDictionary(
            g => new KpiCell(Shop.Name, new(2026, 3, 1), "EUR", g.Key, Shop.Vocabulary.PhaseOf(g.Key)),
            g => new KpiSum(g.Count(), g.Sum(o => o.Total), g.Sum(o => o.Refunded ?? (o.Status == "refunded" ? o.Total : 0)),
                Lived(g, "cancelled"), Lived(g, "failed"), Lived(g, "refunded")));

        static long Lived(IEnumerable<(string, decimal, decimal?, bool, string Lived)> orders, string status) =>
            orders.Count(o => o.Lived.Split(' ').Contains(status));
    }

    private static bool SameCells(Dictionary<KpiCell, KpiSum> model, Dictionary<KpiCell, KpiSum> table) =>
        model.ToHashSet().SetEquals(table.Where(c => c.Value != default));
}
