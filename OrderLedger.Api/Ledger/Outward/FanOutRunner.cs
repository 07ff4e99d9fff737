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
    private const int TurnLock = 0x0DE1F0;

    // The daemon looks for new events this often. It is the greater part of the time from a commit to the receiver.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private NpgsqlConnection? turn;
    private DocumentStore? store;
    private IProjectionDaemon? daemon;

    protected override bool BeginsAtOnce => true;

    public override async Task Round(CancellationToken stoppingToken)
    {
        var on = (await subscriptions.All(stoppingToken)).FindAll(s => s.OffAt is null);
        if (on.Count == 0)
            await End();
        else if (!await HoldsTurn(stoppingToken))
            await End();
        else if (daemon is null)
            await Begin(on.Min(s => s.AfterSeq), stoppingToken);
        else if (daemon.StatusFor(DeliveryFanOut.ShardName) is not AgentStatus.Running)
            await End();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await End();
    }

    protected override void Say(Exception failure) => logs.CreateLogger<FanOutRunner>().FanOutFailed(failure);

    private async Task<bool> HoldsTurn(CancellationToken stop)
    {
        try
        {
            turn ??= await database.OpenConnectionAsync(stop);
            // Taken again where it is held: the connection may have broken and been opened anew.
            return daemon is null
                ? (await turn.Rows(r => r.GetBoolean(0), $"select pg_try_advisory_lock({TurnLock})", stop))[0]
                : await turn.Run("select 1::bigint", stop) == 1;
        }
        catch
        {
            await End();
            throw;
        }
    }

    private async Task Begin(long floor, CancellationToken stop)
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
        var position = (await database.Query(r => r.GetInt64(0),
            "select last_seq_id from ledger.mt_event_progression where name = $1", stop, In(DeliveryFanOut.ShardName))).SingleOrDefault();
        // Nobody was to be told of what happened while no subscription was on.
        if (position < floor)
            await daemon.RewindSubscriptionAsync(DeliveryFanOut.Name, stop, sequenceFloor: floor);
        await daemon.StartAllAsync();
    }

    private async Task End()
    {
        if (daemon is not null)
            await daemon.StopAllAsync();
        (daemon as IDisposable)?.Dispose();
        if (store is not null)
            await store.DisposeAsync();
        if (turn is not null)
            await turn.DisposeAsync();
        (daemon, store, turn) = (null, null, null);
    }
}
