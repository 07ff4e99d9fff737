using JasperFx;
using JasperFx.Events.Daemon;
using Marten;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Outward;

/// <summary>
/// Runs Marten's daemon with <see cref="DeliveryFanOut"/> while any subscription is on: in one server at a time, the one that holds the
/// turn. When that server ends, another one takes over within seconds.
/// </summary>
internal sealed class FanOutRunner(NpgsqlDataSource database, SubscriptionTable subscriptions, DeliveriesMade made,
    ILoggerFactory logs) : Recurring(TimeSpan.FromSeconds(1))
{
    // The daemon looks for new events this often. It is the greater part of the time from a commit to the receiver.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private SessionLock? turn;
    private DocumentStore? store;
    private IProjectionDaemon? daemon;

    protected override bool BeginsAtOnce => true;

    public override async Task Round(CancellationToken stoppingToken)
    {
        try
        {
            if (!(await subscriptions.All(stoppingToken)).Exists(s => s.OffAt is null))
            {
                await End();
                return;
            }
            turn ??= await SessionLock.Try(database, AdvisoryLocks.FanOut, stoppingToken);
            if (turn is null)
                return;
            await turn.Assert(stoppingToken);
            if (daemon is null)
                await Begin(stoppingToken);
            else if (daemon.StatusFor(DeliveryFanOut.ShardName) is not AgentStatus.Running)
                await End();
        }
        catch
        {
            // The lock may be lost, and another server may have it. The next round begins anew.
            await End();
            throw;
        }
    }

    // Only the rounds begin and end the daemon: the host may not wait for the one that is under way.
    protected override async Task Work(CancellationToken stoppingToken)
    {
        try
        {
            await base.Work(stoppingToken);
        }
        finally
        {
            await End();
        }
    }

    protected override void Say(Exception failure) => logs.CreateLogger<FanOutRunner>().FanOutFailed(failure);

    private async Task Begin(CancellationToken stop)
    {
        store = DocumentStore.For(options =>
        {
            options.Connection(database);
            MartenSetup.Events(options);
            options.Projections.AsyncMode = DaemonMode.Solo;
            options.Projections.FastPollingTime = options.Projections.SlowPollingTime = Poll;
            options.Projections.Subscribe(new DeliveryFanOut(made), subscription => subscription.Name = DeliveryFanOut.Name);
        });
        daemon = await store.BuildProjectionDaemonAsync(logger: logs.CreateLogger("JasperFx.Events.Daemon"));
        await Skip(stop);
        await daemon.StartAllAsync();
    }

    // Nobody was to be told of what happened while no subscription was on. One that is added meanwhile follows from further on.
    private async Task Skip(CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var floor = await connection.Run("select min(after_seq) from ledger.ol_subscription where off_at is null", stop);
        var position = await connection.Run("select last_seq_id from ledger.mt_event_progression where name = $1", stop,
            In(DeliveryFanOut.ShardName));
        if (position < floor)
            await daemon!.RewindSubscriptionAsync(DeliveryFanOut.Name, stop, sequenceFloor: floor);
    }

    private async Task End()
    {
        // The turn is given up last, and whatever the daemon's end comes to.
        await using var held = turn;
        await using var followed = store;
        var ended = daemon;
        (daemon, store, turn) = (null, null, null);
        if (ended is not null)
            await ended.StopAllAsync();
        (ended as IDisposable)?.Dispose();
    }
}
