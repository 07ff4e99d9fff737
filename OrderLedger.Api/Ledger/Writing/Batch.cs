using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Ledger.Writing;

/// <summary>What a batch must know before it decides, read under the writer's lock.</summary>
internal sealed record Loaded(
    DateTimeOffset Now,
    Dictionary<StreamKey, Order> Orders,
    Dictionary<StreamKey, OrderDetails> Details,
    Dictionary<(string Store, string Key), Remembered> Remembered)
{
    /// <summary>The latest leaf of each of the orders.</summary>
    public Dictionary<StreamKey, byte[]> Leaves { get; } = [];

    /// <summary>The place in the tree of the leaf that comes next.</summary>
    public long NextPlace { get; set; }

    /// <summary>Of the orders to be erased those that hold something personal.</summary>
    public HashSet<StreamKey> Personal { get; } = [];
}

/// <summary>An event as it is appended: its entry, its data as it is stored, its leaf.</summary>
internal sealed record Appended(Entry Entry, string Data, LeafRow Leaf)
{
    public Recorded Recorded => Entry.Recorded;
}

/// <summary>An idempotency row: what was asked, what came of it, and of which order.</summary>
internal sealed record Remembered(byte[] RequestHash, Outcome Outcome, string? OrderId = null);

/// <summary>
/// The decisions of one batch, in order of arrival. No I/O: everything it needs was loaded, everything it leads to is in its lists.
/// </summary>
internal sealed class Batch
{
    private readonly Loaded loaded;
    private readonly Projections projections = new();
    private readonly Chain chain;

    /// <param name="groups">Each is carried out whole or refused whole; its streams are distinct.</param>
    /// <param name="loaded">The orders, details and keys that the submissions name.</param>
    public Batch(IReadOnlyList<Submission[]> groups, Loaded loaded)
    {
        this.loaded = loaded;
        chain = new(loaded.NextPlace, loaded.Leaves);
        foreach (var (stream, order) in loaded.Orders)
            projections.Orders[stream] = order;
        foreach (var (stream, details) in loaded.Details)
            projections.Details[stream] = details;
        Answers = new Answer[groups.Count][];
        for (var i = 0; i < groups.Count; i++)
            Answers[i] = AnswersTo(groups[i]);
    }

    /// <summary>In the order of the groups and their submissions.</summary>
    public Answer[][] Answers { get; }

    public List<Appended> Appended { get; } = [];

    /// <summary>The streams that got an event, each with the order as it is now.</summary>
    public Dictionary<StreamKey, Written<Order>> Changed { get; } = [];

    /// <summary>The streams whose details (or the words they are found by) changed.</summary>
    public Dictionary<StreamKey, Written<OrderDetails>> ChangedDetails { get; } = [];

    public Dictionary<(string Store, string Key), Remembered> NewlyRemembered { get; } = [];

    public DateTimeOffset Now => loaded.Now;

    public Dictionary<KpiCell, KpiSum> Kpis => projections.Kpis;

    public Dictionary<SourceDay, SourceSum> Sources => projections.Sources;

    public bool IsEmpty => Appended.Count == 0 && NewlyRemembered.Count == 0;

    private Answer[] AnswersTo(Submission[] group)
    {
        var answers = new Answer[group.Length];
        var decisions = new Decision?[group.Length];
        var refused = false;
        for (var i = 0; i < group.Length; i++)
        {
            if (Recall(group[i]) is { } first)
                answers[i] = first;
            else if ((decisions[i] = DecisionOn(group[i])) is Decision.Refused refusal)
                answers[i] = new Answer.Refused(refusal.Why);
            refused |= answers[i] is Answer.Refused;
        }
        for (var i = 0; i < group.Length; i++)
            if (decisions[i] is Decision.Accepted accepted)
                answers[i] = refused ? new Answer.Held() : CarryOut(accepted, group[i]);
        return answers;
    }

    private Decision DecisionOn(Submission submission) => Decide.On(
        projections.Orders.GetValueOrDefault(submission.Stream), projections.Details.GetValueOrDefault(submission.Stream),
        submission.Request is EraseOrder ? new EraseOrder(loaded.Personal.Contains(submission.Stream)) : submission.Request,
        submission.Rules, loaded.Now);

    private Answer.Done CarryOut(Decision.Accepted accepted, Submission submission)
    {
        var before = projections.Orders.GetValueOrDefault(submission.Stream);
        foreach (var e in accepted.Events)
            Record(e, submission);
        var outcome = Outcome.Of(accepted.Events, before, projections.Orders[submission.Stream]);
        if (submission.ShowsDetails)
            outcome = outcome with { Details = Shown(projections.Details.GetValueOrDefault(submission.Stream), submission.Shown) };
        foreach (var key in submission.Keys)
            NewlyRemembered[(submission.Stream.Store, key.Key)] = new(key.RequestHash, outcome, submission.Stream.OrderId);
        return new(outcome);
    }

    // The outcome is kept beside the idempotency key: no more than is shown need be kept with it.
    private static OrderDetails? Shown(OrderDetails? details, IReadOnlyList<string>? names) =>
        details is null || names is null ? details : details with { Details = details.Details.Only(names) };

    private Answer? Recall(Submission submission)
    {
        foreach (var key in submission.Keys)
        {
            var name = (submission.Stream.Store, key.Key);
            if (NewlyRemembered.TryGetValue(name, out var first) || loaded.Remembered.TryGetValue(name, out first))
                return first.RequestHash.AsSpan().SequenceEqual(key.RequestHash)
                    ? new Answer.Done(first.Outcome, Replayed: true)
                    : new Answer.Refused(new Refusal.KeyReused());
        }
        return null;
    }

    private void Record(OrderEvent e, Submission submission)
    {
        var (stream, _, rules, sender, _) = submission;
        var version = (projections.Orders.GetValueOrDefault(stream)?.Version ?? 0) + 1;
        var recorded = new Recorded(0, Guid.CreateVersion7(), stream, version, loaded.Now, sender, e);
        var data = EventTypes.Write(e);
        var leaf = chain.Add(recorded, EventTypes.NameOf(e), data);
        Appended.Add(new(projections.Apply(recorded, rules.Store), data, leaf));
        if (leaf.Personal is not null)
            loaded.Personal.Add(stream);
        else if (e is PersonalDataErased)
            loaded.Personal.Remove(stream);
        Changed[stream] = new(stream, projections.Orders[stream], version, loaded.Now);
        if (OrderDetails.ChangesBy(e))
            ChangedDetails[stream] = new(stream, projections.Details[stream], version, loaded.Now);
    }
}
