using FsCheck;
using FsCheck.Fluent;
using OrderLedger.Api.Ledger.Reporting;
using OrderLedger.Tests.Domain;

namespace OrderLedger.Tests.Ledger;

/// <summary>The tables hold what a model says of the same pushes, however they were mixed and batched.</summary>
public class KpiTables(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    private const int Runs = 25;

    [Fact]
    public void Any_mixture_and_any_batches_give_the_totals_of_a_model()
    {
        var law = Prop.ForAll(Arb.From(KpiModel.Mixed(ledger.Store)), asked =>
            Agree(asked.Requests, asked.BatchMax).GetAwaiter().GetResult());
        law.Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));
    }

    private async Task Agree((string Order, OrderRequest Request)[] requests, int batchMax)
    {
        await ledger.Execute("truncate ledger.mt_streams, ledger.mt_events, ledger.mt_doc_order, ledger.mt_doc_order_details");
        await ledger.Execute("truncate ledger.ol_entry, ledger.ol_kpi, ledger.ol_kpi_source");
        foreach (var batch in requests.Chunk(batchMax))
            await ledger.Write([.. batch.Select(p => ledger.Ask(p.Order, p.Request))]);

        var model = KpiModel.Of(requests, ledger.Store);
        await Agree(model, new(ledger.Store, default, DateTimeOffset.UtcNow.AddMinutes(1)));
        await Agree(model, new(ledger.Store, default, DateTimeOffset.UtcNow.AddMinutes(1)) { IsPast = true });
        (await new KpiReader(ledger.Sql).Read(new(ledger.Store, default, KpiModel.At(0)) { IsPast = true }, CancellationToken.None))
            .Cells.ShouldBeEmpty();
    }

    private async Task Agree(KpiModel model, KpiAsk ask)
    {
        var facts = await new KpiReader(ledger.Sql).Read(ask, CancellationToken.None);

        facts.Cells.ShouldBe(model.Cells, ignoreOrder: true);
        var source = facts.Sources.Values.Aggregate(default(SourceSum), (all, one) => all + one);
        (source.Registered, source.Changes, source.Unusual).ShouldBe(model.Source);
        facts.Slow.Done.Values.Sum().ShouldBe(model.CycleSeconds.Count);
        facts.Slow.Cycle.ShouldBe(new Spread(model.CycleSeconds.Count, model.Percentile(0.5), model.Percentile(0.9)));
        facts.Slow.Visits.Sum(v => v.Open).ShouldBe(model.Cells.Values.Sum(s => s.Orders));
        facts.Slow.Visits.Sum(v => v.Visits.Count - v.Open).ShouldBe(model.Source.Changes);
    }
}
