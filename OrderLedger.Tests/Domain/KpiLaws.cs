using FsCheck;
using FsCheck.Fluent;

namespace OrderLedger.Tests.Domain;

/// <summary>However pushes to different orders are mixed and batched, the KPI tables say what a plain list of orders says.</summary>
public class KpiLaws
{
    private static readonly Store Shop = Scenario.Shop("vici", Policy.Permissive);

    [Fact]
    public void Any_mixture_and_any_batches_give_the_totals_of_a_model() =>
        Prop.ForAll(Arb.From(KpiModel.Mixed(Shop)), asked =>
            Agrees(KpiModel.Of(asked.Requests, Shop), asked.Requests.Chunk(asked.BatchMax)))
            .QuickCheckThrowOnFailure();

    private static bool Agrees(KpiModel model, IEnumerable<(string Order, OrderRequest Request)[]> batches)
    {
        var (cells, source, cycles) = (new Dictionary<KpiCell, KpiSum>(), default(SourceSum), new List<double>());
        var (known, seq) = (new Projections(), 0);
        foreach (var batch in batches)
        {
            known.Settle();
            foreach (var (order, request) in batch)
                foreach (var entry in Entries(known, new(Shop.Name, order), request, ref seq))
                    if (entry.Cycle is { } cycle)
                        cycles.Add(cycle.TotalSeconds);
            var kpis = new Dictionary<KpiCell, KpiSum>();
            known.AddKpis(kpis);
            foreach (var (cell, sum) in kpis)
                cells[cell] = cells.GetValueOrDefault(cell) + sum;
            source = known.Sources.Values.Aggregate(source, (all, one) => all + one);
        }
        return model.Cells.ToHashSet().SetEquals(cells.Where(c => c.Value != default))
            && model.Source == (source.Registered, source.Changes, source.Unusual) && source.Stale == 0
            && model.CycleSeconds.SequenceEqual(cycles.Order());
    }

    private static List<Entry> Entries(Projections known, StreamKey stream, OrderRequest request, ref int seq)
    {
        var (before, details) = (known[stream]?.Order, known[stream]?.Details);
        var (version, entries) = (before?.Version ?? 0, new List<Entry>());
        var decision = Decide.On(before, details, request, Shop.RulesFor(Shop.Vocabulary), KpiModel.At(100));
        foreach (var e in decision is Decision.Accepted accepted ? accepted.Events : [])
            entries.Add(known.Apply(new(++seq, Guid.Empty, stream, ++version, KpiModel.At(100), new("test", "api"), e), Shop));
        return entries;
    }
}
