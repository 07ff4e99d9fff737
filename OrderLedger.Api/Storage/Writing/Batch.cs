namespace OrderLedger.Api.Storage.Writing;

/// <summary>What a batch must know before it decides, read under the writer's lock.</summary>
internal sealed record Loaded(
    DateTimeOffset Now,
    Dictionary<StreamKey, Order> Orders,
    Dictionary<StreamKey, OrderDetails> Details,
    Dictionary<(string Store, string Key), Remembered> Remembered);

/// <summary>An idempotency row: what was asked and what came of it.</summary>
internal sealed record Remembered(byte[] RequestHash, Outcome Outcome);

/// <summary>
/// The decisions of one batch, in order of arrival. No I/O: everything it needs was loaded, everything it leads to is in its lists.
/// </summary>
internal sealed class Batch
{
    private readonly Loaded loaded;
    private readonly Projections projections = new();

    public Batch(IReadOnlyList<Submission> submissions, Loaded loaded)
    {
        this.loaded = loaded;
        foreach (var (stream, order) in loaded.Orders)
            projections.Orders[stream] = order;
        foreach (var (stream, details) in loaded.Details)
            projections.Details[stream] = details;
        Answers = new Answer[submissions.Count];
        for (var i = 0; i < submissions.Count; i++)
            Answers[i] = AnswerTo(submissions[i]);
    }

    public Answer[] Answers { get; }

    public List<Entry> Entries { get; } = [];

    /// <summary>The streams that got an event, each with the order as it is now.</summary>
    public Dictionary<StreamKey, Order> Changed { get; } = [];

    /// <summary>The streams whose details (or the words they are found by) changed.</summary>
    public Dictionary<StreamKey, OrderDetails> ChangedDetails { get; } = [];

    public Dictionary<(string Store, string Key), Remembered> NewlyRemembered { get; } = [];

    public DateTimeOffset Now => loaded.Now;

    public Dictionary<KpiCell, KpiSum> Kpis => projections.Kpis;

    public bool IsEmpty => Entries.Count == 0 && NewlyRemembered.Count == 0;

    private Answer AnswerTo(Submission submission)
    {
        if (Recall(submission) is { } first)
            return first;

        var before = projections.Orders.GetValueOrDefault(submission.Stream);
        var details = projections.Details.GetValueOrDefault(submission.Stream);
        switch (Decide.On(before, details, submission.Request, submission.Rules, loaded.Now))
        {
            case Decision.Accepted accepted:
                foreach (var e in accepted.Events)
                    Record(e, submission);
                var outcome = Outcome.Of(accepted.Events, before, projections.Orders[submission.Stream]);
                if (submission.Key is { } key)
                    NewlyRemembered[(submission.Stream.Store, key.Key)] = new(key.RequestHash, outcome);
                return new Answer.Done(outcome);
            case Decision.Refused refused:
                return new Answer.Refused(refused.Why);
            default:
                throw new InvalidOperationException("A decision is accepted or refused.");
        }
    }

    private Answer? Recall(Submission submission)
    {
        if (submission.Key is not { } key)
            return null;
        var name = (submission.Stream.Store, key.Key);
        if (!NewlyRemembered.TryGetValue(name, out var first) && !loaded.Remembered.TryGetValue(name, out first))
            return null;
        return first.RequestHash.AsSpan().SequenceEqual(key.RequestHash)
            ? new Answer.Done(first.Outcome, Replayed: true)
            : new Answer.Refused(new Refusal.KeyReused());
    }

    private void Record(OrderEvent e, Submission submission)
    {
        var (stream, _, rules, sender, _) = submission;
        var version = (projections.Orders.GetValueOrDefault(stream)?.Version ?? 0) + 1;
        var recorded = new Recorded(0, Guid.CreateVersion7(), stream, version, loaded.Now, sender, e);
        Entries.Add(projections.Apply(recorded, rules.Store));
        Changed[stream] = projections.Orders[stream];
        if (e is OrderRegistered or OrderDetailsChanged or NoteAdded)
            ChangedDetails[stream] = projections.Details[stream];
    }
}
