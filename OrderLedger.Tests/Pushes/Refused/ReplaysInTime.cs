using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OrderLedger.Api.Access;
using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Tests.Pushes.Refused;

public class ReplaysInTime(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task A_replay_that_ran_out_of_time_does_not_say_that_it_was_all()
    {
        var key = await app.NewStore("in-time");
        foreach (var id in new[] { 1, 2 })
            await app.Refused(404, HttpMethod.Patch, $"/api/orders/{id}/status", """{ "order_status": "completed" }""", key);
        var store = new Store("in-time", "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc);
        var (caller, by) = (new Caller(store, "key", "owner", [Scope.Push]), new Sender("owner", "api", "req"));
        var pushes = app.Services.GetRequiredService<RejectedPushes>();
        Replay By(TimeProvider clock) => new(app.Services.GetRequiredService<ServerPipeline>(), pushes, app.Services, clock);
        var filter = new RejectedFilter("in-time") { Limit = 10 };

        // A quarter of a minute passes with each look at the clock.
        var cut = await By(new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(15) })
            .RunAll(filter, caller, by, CancellationToken.None);
        var whole = await By(TimeProvider.System).RunAll(filter, caller, by, CancellationToken.None);

        (cut.Tried.Count, cut.IsAll).ShouldBe((1, false));
        (whole.Tried.Count, whole.IsAll).ShouldBe((2, true));
    }
}
