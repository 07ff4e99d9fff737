using System.Diagnostics;
using System.Threading.Channels;

namespace OrderLedger.Api.Ledger.Writing;

/// <summary>
/// The one place that writes. Submissions wait here for the next batch; a batch is one transaction that takes the writer's lock,
/// reads its orders, decides in arrival order, and stores events and projections together. Deciding under the lock is why no
/// caller ever has to retry, and batching is why many callers cost little more than one.
/// </summary>
public sealed class LedgerWriter(WriterConnection database, LedgerTail tail, Duplicates duplicates, ILogger<LedgerWriter> log)
    : IHostedService, IDisposable
{
    /// <summary>Most submissions in one transaction.</summary>
    public const int BatchMax = 256;

    /// <summary>Most submissions that are carried out together; they may make a batch larger than <see cref="BatchMax"/>.</summary>
    public const int GroupMax = 1_000;

    /// <summary>Most submissions waiting; one more is refused, to be sent again later.</summary>
    public const int QueueMax = 10_000;

    private static readonly TimeSpan HurryMax = TimeSpan.FromSeconds(5);

    private readonly Channel<Waiting> queue =
        Channel.CreateBounded<Waiting>(new BoundedChannelOptions(QueueMax) { SingleReader = true });

    private readonly CancellationTokenSource hurry = new();
    private Task writing = Task.CompletedTask;
    private bool stopping;
    private bool away;

    private sealed record Waiting(Submission[] Group)
    {
        public long CameAt { get; } = Stopwatch.GetTimestamp();

        public ActivityContext Trace { get; } = LedgerTrace.Current;

        public TaskCompletionSource<Answer[]> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Submissions that wait for a batch.</summary>
    public int QueueLength => queue.Reader.Count;

    /// <summary>Completes when the batch that holds this submission is committed.</summary>
    /// <exception cref="LedgerUnavailableException">Not now; see there what is known of the submission.</exception>
    public async Task<Answer> Submit(Submission submission, CancellationToken stop = default) => (await SubmitAll([submission], stop))[0];

    /// <summary>All of them or none, in one transaction; the answers stand in their order.</summary>
    /// <param name="group">1 to <see cref="GroupMax"/> submissions to distinct streams.</param>
    /// <param name="stop">Ends the waiting, not the writing.</param>
    /// <exception cref="LedgerUnavailableException">Not now; see there what is known of the submissions.</exception>
    public Task<Answer[]> SubmitAll(Submission[] group, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(group.Length, GroupMax);
        var waiting = new Waiting(group);
        return queue.Writer.TryWrite(waiting)
            ? waiting.Reply.Task.WaitAsync(stop)
            : throw new LedgerUnavailableException(
                stopping ? "The server is stopping." : $"More than {QueueMax} pushes are waiting.");
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        writing = Task.Run(Write, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>
    /// The server is about to stop: batches that a slow or frozen database has not taken within 5 s are given up, and their senders told to
    /// come again. It stops in order also when PostgreSQL does not answer.
    /// </summary>
    public void Hurry() => hurry.CancelAfter(HurryMax);

    /// <summary>Takes nothing more, writes what waits, then ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        queue.Writer.TryComplete();
        // When the host's patience is over the process ends all the same, in order.
        await Task.WhenAny(writing, Task.Delay(Timeout.Infinite, cancellationToken));
        await database.DisposeAsync();
    }

    public void Dispose() => hurry.Dispose();

    private async Task Write()
    {
        var batch = new List<Waiting>(BatchMax);
        while (await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            for (var size = 0; size < BatchMax && queue.Reader.TryRead(out var waiting); size += waiting.Group.Length)
                batch.Add(waiting);
            await Answer(batch);
        }
    }

    // After the answers: nobody waits for it.
    private void Count(IReadOnlyList<Waiting> batch, Answer[][] answers)
    {
        if (LedgerMeter.BatchSize.Enabled && answers.Length > 0)
            LedgerMeter.BatchSize.Record(batch.Sum(w => w.Group.Length));
        for (var i = 0; i < answers.Length; i++)
        {
            if (LedgerMeter.CommitTime.Enabled)
                LedgerMeter.CommitTime.Record(Stopwatch.GetElapsedTime(batch[i].CameAt).TotalSeconds);
            for (var j = 0; j < answers[i].Length; j++)
            {
                var (submission, answer) = (batch[i].Group[j], answers[i][j]);
                if (submission.Request is EraseOrder)
                    continue;
                if (answer is Answer.Done { Replayed: true } or Answer.Done { Outcome.Kind: OutcomeKind.Unchanged })
                    duplicates.Count(submission.Rules.Store, submission.Sender.Source);
                if (LedgerMeter.Pushes.Enabled)
                    LedgerMeter.Pushes.Add(1, new("outcome", answer.Word), new("source", submission.Sender.Source));
            }
        }
    }

    // Every exception is caught: whoever waits here must get an answer.
    private async Task Answer(IReadOnlyList<Waiting> batch)
    {
        Answer[][] answers = [];
        using var span = LedgerTrace.Batch(batch.Select(w => w.Trace));
        try
        {
            answers = await database.Commit([.. batch.Select(w => w.Group)], hurry.Token);
            for (var i = 0; i < batch.Count; i++)
                batch[i].Reply.SetResult(answers[i]);
            tail.Wake();
            if (away)
                log.LedgerBack();
            away = false;
        }
        catch (LedgerUnavailableException failure)
        {
            // Once when it goes and once when it is back; each of the pushes between is in the request log.
            if (!away)
                log.LedgerUnavailable(failure.Message);
            away = true;
            foreach (var waiting in batch)
                waiting.Reply.SetException(failure);
        }
        catch (Exception failure) when (batch.Count > 1)
        {
            // One bad submission must not sink its neighbours: halved until it is alone, only the bad one fails.
            log.BatchSplit(failure, batch.Count);
            await Answer([.. batch.Take(batch.Count / 2)]);
            await Answer([.. batch.Skip(batch.Count / 2)]);
        }
        catch (Npgsql.PostgresException failure)
        {
            log.PushFailed(failure, batch[0].Group[0].Stream);
            var refused = new Answer.Refused(new Refusal.CannotBeStored($"{failure.SqlState}: {failure.MessageText}"));
            batch[0].Reply.SetResult([.. batch[0].Group.Select(_ => refused)]);
        }
        catch (Exception failure)
        {
            log.PushFailed(failure, batch[0].Group[0].Stream);
            batch[0].Reply.SetException(failure);
        }
        Count(batch, answers);
    }
}
