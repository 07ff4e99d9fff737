using Marten;
using OrderLedger.Api.Ledger.Writing;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>
/// Something done to the ledger itself. <c>Store</c> is null where it concerns all; <c>Data</c> says in strings what it was, and never
/// holds a secret.
/// </summary>
public sealed record AdminAction(string? Store, string Type, IReadOnlyDictionary<string, string> Data)
{
    internal static AdminAction Erased(StreamKey order) =>
        new(order.Store, ActionTypes.PersonalDataErased, Facts(("order", order.OrderId)));

    /// <summary>Makes facts in the order they are given; those that are null are left out.</summary>
    internal static Dictionary<string, string> Facts(params IEnumerable<(string Name, string? Value)> facts) =>
        facts.Where(f => f.Value is not null).ToDictionary(f => f.Name, f => f.Value!);
}

/// <summary>
/// Records administrative actions, each in its store's stream, chained and counted into the tree like an event, in one transaction with
/// what it is about: what was done is recorded exactly when it was done.
/// </summary>
public sealed class Actions(NpgsqlDataSource database)
{
    private const string WaitMax = "15s";

    public Task Record(AdminAction action, Sender by, CancellationToken stop) => Record(action, by, (_, _) => Task.FromResult(true), stop);

    /// <summary>False, and nothing recorded, when the change came to nothing.</summary>
    /// <param name="action">What is recorded.</param>
    /// <param name="by">Who did it and how.</param>
    /// <param name="change">Makes the change in the connection's transaction; false when there was nothing to change.</param>
    /// <param name="stop">Ends it with nothing done.</param>
    internal Task<bool> Record(AdminAction action, Sender by, Func<NpgsqlConnection, CancellationToken, Task<bool>> change,
        CancellationToken stop) =>
        Record(by, async (connection, inTime) => await change(connection, inTime) ? action : null, stop);

    /// <summary>As above, where only the change tells what is to be recorded; null when there was nothing to change.</summary>
    internal async Task<bool> Record(Sender by, Func<NpgsqlConnection, CancellationToken, Task<AdminAction?>> change,
        CancellationToken stop) =>
        await RecordAll(by, async (connection, inTime) => await change(connection, inTime) is { } action ? [action] : [], stop) == 1;

    /// <summary>As above, for any number of actions on one store. How many there were.</summary>
    internal async Task<int> RecordAll(Sender by, Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyList<AdminAction>>> change,
        CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        // As for a push: the lock before the place in the ledger, so that places rise with the commits.
        await connection.Run($"set local lock_timeout = '{WaitMax}'", stop);
        await connection.Run(WriterLock.Take, stop);
        var done = await change(connection, stop);
        if (done.Count == 0)
            return 0;
        await Append(MartenSetup.StoreOf(database), transaction, done, by, stop);
        await transaction.CommitAsync(stop);
        return done.Count;
    }

    /// <summary>Records actions on one store in this transaction, which holds the writer's lock.</summary>
    internal static async Task Append(IDocumentStore store, NpgsqlTransaction transaction, IReadOnlyList<AdminAction> done, Sender by,
        CancellationToken stop)
    {
        var (connection, stream) = (transaction.Connection!, ActionStreams.Of(done[0].Store));
        var now = (await connection.Rows(r => r.GetFieldValue<DateTimeOffset>(0), "select clock_timestamp()", stop))[0];
        var (place, leaves) = await LatestLeaves.Of(connection, [stream], stop);
        var version = await connection.Run("select coalesce(max(version), 0) from ledger.mt_events where tenant_id = $1 and stream_id = $2",
            stop,
            In(stream.Store), In(stream.OrderId));
        var changes = new LedgerChanges(new(), new Chain(place, leaves));
        foreach (var action in done)
            changes.Record(action, new(stream, ++version, action.Type, Guid.CreateVersion7(), now, by, [], null));
        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        changes.QueueAll(session);
        await session.SaveChangesAsync(stop);
    }
}
