using FsCheck;
using FsCheck.Fluent;
using OrderLedger.Tests.Domain;

namespace OrderLedger.Tests.Ledger.Rebuilding;

public class AnyLedger(RebuiltLedger ledger) : IClassFixture<RebuiltLedger>
{
    private const int Runs = 12;

    private static readonly string[] Orders = ["o'neil", "back\\slash", "E'\\n'", "日本\u2028🜁", "tab\tand\nline", "\"quoted\", {braced}"];

    private static readonly Gen<OrderRequest> Registers =
        from cents in Gen.Choose(0, 400)
        from currency in Gen.Elements("USD", "JPY", "KWD", null)
        from hours in Gen.Choose(0, 24 * 40)
        from ticks in Gen.Choose(0, 999_999)
        from name in Gen.Elements("Ada", "O'Brien \\ \"x\"", "\\N", "Ωμέγα\u0001")
        select (OrderRequest)new RegisterOrder(new("pending", "wc-pending"))
        {
            Number = $"#\\{cents}'",
            Total = cents / 1000m,
            Refunded = cents % 7 == 0 ? 0.010m : null,
            Currency = currency,
            CreatedAt = Scenario.At(hours).AddMicroseconds(ticks),
            OccurredAt = hours % 3 == 0 ? Scenario.At(hours).AddMicroseconds(ticks) : null,
            Restores = cents % 5 == 0,
            Details = new(System.Text.Json.JsonSerializer.SerializeToElement(new
            { customer = new { name, email = $"{name}@x" }, items = new[] { 1.50, cents } })),
        };

    private static readonly Gen<(int Store, int Order, OrderRequest Request)[]> Batch = (
        from store in Gen.Choose(0, 2)
        from order in Gen.Choose(0, Orders.Length - 1)
        from request in Gen.Frequency((2, Registers), (1, Gen.Constant((OrderRequest)new EraseOrder())),
            (4, AnyRequests.Of(Vocabularies.Of(store == 0 ? "vici" : store == 1 ? "whatalo" : "genuka"))))
        select (store, order, request)).ArrayOf();

    private int run;

    [Fact]
    public void Is_after_a_rebuild_what_it_was_before_byte_for_byte()
    {
        var law = Prop.ForAll(Batch.ListOf().Resize(14).ToArbitrary(), batches => Holds(batches).GetAwaiter().GetResult());
        law.Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));
    }

    private async Task Holds(IEnumerable<(int Store, int Order, OrderRequest Request)[]> batches)
    {
        run++;
        foreach (var batch in batches)
            await ledger.Ledger.Write([.. batch.Select(p =>
                RebuiltLedger.To(ledger.Stores[p.Store], $"{run} {Orders[p.Order]}", p.Request))]);

        await ledger.Rebuild();

        (await Tables.Changes(ledger.Sql)).ShouldBeEmpty();
        (await ledger.Ledger.Faults()).ShouldBeEmpty();
        await ledger.Rebuild(store: ledger.Stores[run % 3].Name);
        (await Tables.Changes(ledger.Sql)).ShouldBeEmpty();
    }
}
