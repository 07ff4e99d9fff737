using Marten;
using Marten.Services;

namespace OrderLedger.Api.Ledger.Outward;

/// <summary>Tells the senders of this process at once that there is something to send.</summary>
public sealed class DeliveriesMade : IChangeListener
{
    private TaskCompletionSource made = NewSignal();

    /// <summary>Completes when deliveries are made next.</summary>
    public Task Next => Volatile.Read(ref made).Task;

    public void Wake() => Interlocked.Exchange(ref made, NewSignal()).SetResult();

    public Task BeforeCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token) => Task.CompletedTask;

    public Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        Wake();
        return Task.CompletedTask;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
