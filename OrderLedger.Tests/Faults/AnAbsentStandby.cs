using System.Net;
using OrderLedger.Api.Ledger;

namespace OrderLedger.Tests.Faults;

/// <summary>A synchronous standby that does not answer, and waits for it that are cancelled, as a time-out or an operator does.</summary>
[Collection(FaultTests.Name)]
public class AnAbsentStandby(CutLedger ledger) : IClassFixture<CutLedger>
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Makes_a_push_fail_whose_wait_was_cancelled_and_its_retry_gets_the_first_answer()
    {
        await ledger.Reconnect(1);
        await StandbyIs("absent");
        using var answered = new CancellationTokenSource();
        var cancelling = CancelWaits(answered.Token);

        using var push = await ledger.Push(1, "standby");
        await answered.CancelAsync();
        var cancelled = await cancelling;

        push.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        push.Headers.RetryAfter.ShouldNotBeNull();
        cancelled.ShouldBeGreaterThan(1, "the look-up waits for the standby like the batch itself");
        await StandbyIs("");
        using var retry = await ledger.Retry(1, "standby");
        retry.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await ledger.EventsOf("standby")).ShouldBe(1);
    }

    private async Task StandbyIs(string name)
    {
        await ledger.Sql.Execute($"alter system set synchronous_standby_names = '{name}'", CancellationToken.None);
        await ledger.Sql.Execute("select pg_reload_conf()", CancellationToken.None);
        await Condition.Holds(async () => (await ledger.Sql.Query(r => r.GetString(0), "show synchronous_standby_names", CancellationToken.None))[0] == name,
            TimeSpan.FromSeconds(5), () => "The setting was not read.");
    }

    private async Task<int> CancelWaits(CancellationToken answered)
    {
        var cancelled = 0;
        using var timer = new PeriodicTimer(Look);
        try
        {
            while (await timer.WaitForNextTickAsync(answered))
                cancelled += (await ledger.Sql.Query(r => r.GetBoolean(0),
                    "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'", CancellationToken.None)).Count;
        }
        catch (OperationCanceledException)
        {
            // The push has its answer.
        }
        return cancelled;
    }
}
