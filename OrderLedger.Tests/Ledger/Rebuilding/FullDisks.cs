using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Tests.Ledger.Rebuilding;

public class FullDisks(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    private static readonly Rebuild Everything =
        new(Guid.Empty, [.. Projection.All.Select(p => p.Name)], null, "test", RebuildState.Waiting);

    [Fact]
    public async Task Are_found_before_anything_is_made()
    {
        var refused = await Should.ThrowAsync<RebuildException>(new DiskSpace(ledger.Sql, () => 0)
            .Assert(Everything, CancellationToken.None));
        refused.Message.ShouldMatch(@"^The rebuild needs about \d+ MiB beside the tables in use, and 0 MiB are free on the disk\.$");
    }

    [Fact]
    public async Task With_room_enough_let_it_begin() =>
        await new DiskSpace(ledger.Sql, () => long.MaxValue).Assert(Everything, CancellationToken.None);

    [Fact]
    public async Task On_another_machine_are_not_known() =>
        await new DiskSpace(ledger.Sql, null).Assert(Everything, CancellationToken.None);
}
