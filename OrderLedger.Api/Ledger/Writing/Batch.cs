using Marten;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Tables;
using static OrderLedger.Api.Ledger.Tables.Column;
using Key = System.Collections.Generic.KeyValuePair<(string Store, string Key), OrderLedger.Api.Ledger.Writing.Remembered>;

namespace OrderLedger.Api.Ledger.Writing;

/// <summary>Everything a batch must know before it decides, read under the writer's lock.</summary>
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

    /// <summary>Of the stores that an order is to be erased of, the version of the last action recorded for them.</summary>
    public Dictionary<string, long> LatestActions { get; } = [];

    /// <summary>Of the orders to be erased those that hold something personal.</summary>
    public HashSet<StreamKey> Personal { get; } = [];
}

/// <summary>An idempotency row: what was asked, what came of it, and of which order.</summary>
internal sealed record Remembered(byte[] RequestHash, Outcome Outcome, string? OrderId = null);

/// <summary>
/// The decisions of one batch, in order of arrival. No I/O: everything it needs was loaded, everything it leads to is in its lists.
/// </summary>
internal sealed class Batch
{
    // What such answers repeat may be a commit that a synchronous standby has not confirmed. A commit waits for it only if it has written
    // something.
    private static readonly BulkOperation WaitForStandby =
        new("select pg_logical_emit_message(true, 'orderledger', '') where current_setting('synchronous_standby_names') <> ''");

    private readonly Loaded loaded;
    private readonly Projections projections = new();
    private readonly LedgerChanges changes;
    private readonly Dictionary<(string Store, string Key), Remembered> newlyRemembered = [];
    private readonly List<Recorded> erasures = [];

    /// <param name="groups">Each is carried out whole or refused whole; its streams are distinct.</param>
    /// <param name="loaded">The orders, details and keys that the submissions name.</param>
    public Batch(IReadOnlyList<Submission[]> groups, Loaded loaded)
    {
        this.loaded = loaded;
        changes = new(projections, new Chain(loaded.NextPlace, loaded.Leaves));
        foreach (var (stream, order) in loaded.Orders)
            projections.Know(stream, order, loaded.Details.GetValueOrDefault(stream));
        Answers = new Answer[groups.Count][];
        for (var i = 0; i < groups.Count; i++)
            Answers[i] = AnswersTo(groups[i]);
        foreach (var erased in erasures)
            RecordErasure(erased);
    }

    /// <summary>In the order of the groups and their submissions.</summary>
    public Answer[][] Answers { get; }

    /// <summary>The events in the order of their decisions.</summary>
    public IReadOnlyList<Appended> Appended => changes.Appended;

    /// <summary>Queues everything that the batch writes into a session of Marten's.</summary>
    public void Queue(IDocumentOperations session)
    {
        if (!changes.IsEmpty)
            changes.QueueAll(session);
        if (newlyRemembered.Count > 0)
            session.QueueOperation(RememberedKeys());
        if (changes.IsEmpty && newlyRemembered.Count == 0)
            session.QueueOperation(WaitForStandby);
        // After all events and answers of the batch are there: some of them are to be erased, too.
        if (erasures.Count > 0)
            session.QueueOperation(BulkOperation.Of("select ledger.ol_erase(store, order_id, up_to) from ", ErasedColumns, erasures,
                " as e (store, order_id, up_to)"));
    }

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
        projections[submission.Stream]?.Order, projections[submission.Stream]?.Details,
        submission.Request is EraseOrder ? new EraseOrder(loaded.Personal.Contains(submission.Stream)) : submission.Request,
        submission.Rules, loaded.Now);

    private Answer.Done CarryOut(Decision.Accepted accepted, Submission submission)
    {
        var before = projections[submission.Stream]?.Order;
        if (accepted.Notes.Count > 0)
            submission = submission with { Sender = submission.Sender with { Notes = [.. submission.Sender.Notes, .. accepted.Notes] } };
        foreach (var e in accepted.Events)
            Record(e, submission);
        var outcome = Outcome.Of(accepted.Events, before, projections[submission.Stream]!.Order!);
        if (submission.Sender.Notes.Count > 0)
            outcome = outcome with { Notes = submission.Sender.Notes };
        if (submission.ShowsDetails)
            outcome = outcome with { Details = Shown(projections[submission.Stream]!.Details, submission.Shown) };
        foreach (var key in submission.Keys)
            newlyRemembered[(submission.Stream.Store, key.Key)] = new(key.RequestHash, outcome, submission.Stream.OrderId);
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
            if (newlyRemembered.TryGetValue(name, out var first) || loaded.Remembered.TryGetValue(name, out first))
                return key.AskedTheSame(first.RequestHash)
                    ? new Answer.Done(first.Outcome, Replayed: true)
                    : new Answer.Refused(new Refusal.KeyReused());
        }
        return null;
    }

    private void Record(OrderEvent e, Submission submission)
    {
        var stream = submission.Stream;
        var version = (projections[stream]?.Order?.Version ?? 0) + 1;
        var recorded = new Recorded(0, Guid.CreateVersion7(), stream, version, loaded.Now, submission.Sender, e);
        if (changes.Record(recorded, submission.Rules.Store, EventTypes.Write(e)).Personal is not null)
            loaded.Personal.Add(stream);
        if (e is not PersonalDataErased)
            return;
        loaded.Personal.Remove(stream);
        erasures.Add(recorded);
    }

    private void RecordErasure(Recorded erased)
    {
        var latest = loaded.LatestActions.GetValueOrDefault(erased.Stream.Store);
        var stream = ActionStreams.Of(erased.Stream.Store);
        loaded.LatestActions[erased.Stream.Store] = latest + 1;
        changes.Record(AdminAction.Erased(erased.Stream),
            new(stream, latest + 1, "", Guid.CreateVersion7(), loaded.Now, erased.Sender, [], null));
    }

    private BulkOperation RememberedKeys() => BulkOperation.Of(
        "insert into ledger.ol_idempotency (store, key, request_hash, outcome, order_id, recorded_at) select store, key, request_hash, outcome, order_id, at from ",
        [
            Text<Key>("store", r => r.Key.Store), Text<Key>("key", r => r.Key.Key), Binary<Key>("request_hash", r => r.Value.RequestHash),
            Json<Key, Outcome>("outcome", r => r.Value.Outcome, StoredJson.Stored.Outcome), Text<Key>("order_id", r => r.Value.OrderId),
            Time<Key>("at", _ => loaded.Now),
        ], newlyRemembered, " as i (store, key, request_hash, outcome, order_id, at)");

    private static readonly Column<Recorded>[] ErasedColumns =
    [
        Text<Recorded>("store", r => r.Stream.Store), Text<Recorded>("order_id", r => r.Stream.OrderId),
        Number<Recorded>("up_to", r => ((PersonalDataErased)r.Event).UpTo),
    ];
}
