using Npgsql;

namespace OrderLedger.Api.Storage;

/// <summary>Keeps the table of refused pushes within its bounds, once a minute.</summary>
public sealed class RejectedPushSweep(RejectedPushes pushes, ILogger<RejectedPushSweep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await pushes.Sweep(stoppingToken);
            }
            catch (NpgsqlException failure)
            {
                log.RejectedNotSwept(failure);
            }
        }
    }
}
