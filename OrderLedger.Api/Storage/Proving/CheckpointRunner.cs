using Npgsql;

namespace OrderLedger.Api.Storage.Proving;

/// <summary>Makes a checkpoint whenever something changed, at least this often, and remembers why none can be made.</summary>
public sealed class CheckpointRunner(Checkpointer checkpointer, TimeSpan every, ILogger<CheckpointRunner> log) : BackgroundService
{
    /// <summary>Why the latest attempt signed nothing, or null when it went well.</summary>
    public string? Problem => checkpointer.Problem ?? failed;

    private string? failed;
    private string? said;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (every == TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(every);
        do
            await Try(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Try(CancellationToken stop)
    {
        try
        {
            await checkpointer.Make(stop);
            if (said is not null)
                log.CheckpointsGoOn();
            (failed, said) = (null, null);
        }
        catch (Exception told) when (told is ProofException or IOException or UnauthorizedAccessException)
        {
            if (said != told.Message)
                log.NoCheckpoint(told.Message);
            (failed, said) = (told is ProofException ? null : told.Message, told.Message);
        }
        catch (NpgsqlException)
        {
            // The writer says that the database is away; the next attempt covers what this one would have.
        }
    }
}
