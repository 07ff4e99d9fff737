namespace OrderLedger.Tests.Cli;

public class OrdersErased(CommandLine line) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task Are_told_of_and_erased_once()
    {
        await line.Run("stores add shop --dialect vici");
        await line.Run("seed --orders 3 --store shop");

        var erased = await line.Run("erase --store shop --order 1001 --yes");
        var again = await line.Run("erase --store shop --order 1001 --yes");
        var unknown = await line.Run("erase --store shop --order 7 --yes");
        var elsewhere = await line.Run("erase --store other --order 1001 --yes");
        var verified = await line.Run("verify");

        erased.ExitCode.ShouldBe(0, erased.Error);
        erased.Out.ShouldMatch(@"^Order '1001' of store 'shop': personal data of events 1 to \d+ erased; recorded as version \d+\.\nRefused pushes of this order that were deleted: 0\.\n$");
        (again.ExitCode, again.Out)
            .ShouldBe((0, "Order '1001' of store 'shop': nothing to erase.\nRefused pushes of this order that were deleted: 0.\n"));
        (unknown.ExitCode, unknown.Error).ShouldBe((1, "There is no order '7' in store 'shop'.\n"));
        (elsewhere.ExitCode, elsewhere.Error).ShouldBe((2, "There is no store 'other'. Known: shop.\n"));
        verified.ExitCode.ShouldBe(0, verified.Out + verified.Error);
    }
}
