namespace OrderLedger.Api.Ledger.Proving;

/// <summary>Makes a checkpoint whenever something changed, at least this often, and remembers why none can be made.</summary>
public sealed class CheckpointRunner(Checkpointer checkpointer, TimeSpan every, ILogger<CheckpointRunner> log) : Recurring(every)
{
    /// <summary>Why the latest attempt signed nothing, or null when it went well.</summary>
    public string? Problem => checkpointer.Problem ?? failed;

    /// <summary>Whether an attempt was made since the start, so that <see cref="Problem"/> says something.</summary>
    public bool HasTried => checkpointer.HasTried || failed is not null;

    private string? failed;
    private string? said;

    protected override bool BeginsAtOnce => true;

    public override async Task Round(CancellationToken stoppingToken)
    {
        await checkpointer.Make(stoppingToken);
        if (said is not null)
            log.CheckpointsGoOn();
        (failed, said) = (null, null);
    }

    // Once.
    protected override void Say(Exception failure)
    {
        if (said != failure.Message)
            log.NoCheckpoint(failure.Message);
        (failed, said) = (failure is ProofException ? null : failure.Message, failure.Message);
    }
}
