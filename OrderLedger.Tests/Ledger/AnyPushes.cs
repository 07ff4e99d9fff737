using FsCheck;
using FsCheck.Fluent;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger;

public class AnyPushes(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    private const int Runs = 30;
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private int run;

    private static readonly Gen<OrderRequest> Requests = Gen.OneOf<OrderRequest>(
        from status in Gen.Elements("processing", "completed", "on-hold", "refunded", "failed")
        from minutes in Gen.Choose(0, 5)
        select (OrderRequest)new Push(new(status, status)) { OccurredAt = minutes == 0 ? null : Noon.AddMinutes(minutes) },
        from cents in Gen.Choose(0, 3)
        from currency in Gen.Elements("USD", "EUR")
        from day in Gen.Choose(0, 2)
        select (OrderRequest)new RegisterOrder(new("pending", "pending"))
        {
            Number = "7",
            Total = cents / 100m,
            Refunded = cents == 3 ? 0.01m : null,
            Currency = currency,
            CreatedAt = Noon.AddDays(day),
            Restores = day == 2,
        },
        Gen.Elements("", "a", "ä\n\"").Select(text => (OrderRequest)new Push { Note = text, PaymentStatus = "paid" }),
        Gen.Constant((OrderRequest)new DeleteOrder()));

    private static readonly Gen<(int Order, OrderRequest Request, int Key)[]> Batch =
        (from order in Gen.Choose(1, 3) from request in Requests from key in Gen.Choose(0, 6) select (order, request, key)).ArrayOf();

    [Fact]
    public void In_any_batches_leave_nothing_shown_that_the_events_do_not_say()
    {
        var law = Prop.ForAll(Batch.ListOf().Resize(8).ToArbitrary(), batches => Leave(batches).GetAwaiter().GetResult());
        law.Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));
    }

    private async Task Leave(IEnumerable<(int Order, OrderRequest Request, int Key)[]> batches)
    {
        run++;
        foreach (var batch in batches)
        {
            var answers = await ledger.Write([.. batch.Select(p => ledger.Ask(
                $"{run}-{p.Order}", p.Request, p.Key == 0 ? null : HandmadeLedger.Key($"{run}-{p.Key}", (byte)p.Order)))]);
            answers.ShouldNotContain(a => a is Answer.Refused && ((Answer.Refused)a).Why is Refusal.CannotBeStored);
        }
        (await ledger.Faults()).ShouldBeEmpty();
    }
}
