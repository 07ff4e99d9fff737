using System.Collections.Concurrent;
using System.Data;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Verifying;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// One place where what is shown is not what the events say. <c>Projection</c> is the one to rebuild; null where no rebuild mends it.
/// </summary>
public sealed record Fault(string Store, string? OrderId, string Field, string Is, string ShouldBe, string? Projection = null)
{
    /// <summary>Whether it is the proof that does not fit: somebody changed what was recorded, or what proves it.</summary>
    public bool IsOfProof { get; private init; }

    /// <summary>Why a stream cannot be folded, as a sentence of its own; null where the fault says it all.</summary>
    internal string? Why { get; init; }

    internal static Fault OfProof(string store, string? orderId, string field, string @is, string shouldBe) =>
        new(store, orderId, field, @is, shouldBe) { IsOfProof = true };

    public override string ToString() => $"{Store}{(OrderId is null ? "" : "/" + OrderId)}: {Field} is {Is}, should be {ShouldBe}";
}

/// <summary>
/// The part that is verified: one store or, with null, all; only the streams that got an event since, or all. Sums are recounted only from
/// all events.
/// </summary>
public sealed record VerifyScope(string? Store = null, DateTimeOffset? Since = null);

/// <summary>The result of a verification: how much was looked at, and the faults.</summary>
public sealed record Verified(long Events, long Orders, long KpiCells, IReadOnlyList<Fault> Faults)
{
    /// <summary>Null when only a part of the ledger was looked at: the proof is of all of it.</summary>
    public Proven? Proof { get; init; }
}

/// <summary>
/// Folds every stream anew, by the same code as a rebuild, into the rows that should be there, and compares them with those that are, byte
/// for byte: order view, details view, entries, KPIs, sources; and the order of versions, places and times; and the events with their
/// proof. Reads one snapshot, so pushes may go on meanwhile; what it holds in memory does not grow with the ledger, but for the sums;
/// changes nothing.
/// </summary>
/// <param name="database">The ledger's.</param>
/// <param name="proofFolder">What is kept outside of it; null to leave the proof alone.</param>
public sealed class Verify(NpgsqlDataSource database, string? proofFolder = null)
{
    /// <summary>Faults kept; the rest is found by running it again once these are mended.</summary>
    public const int FaultsMax = 1_000;

    private const int WorkersMax = 4;

    // Locked before the snapshot is taken, so that no rebuild swaps a table and leaves the snapshot with an empty one.
    internal const string Lock =
        """
        lock table ledger.mt_doc_order, ledger.mt_doc_order_details, ledger.ol_kpi, ledger.ol_kpi_source, ledger.ol_entry in access share mode
        """;

    public Task<Verified> Run(IReadOnlyDictionary<string, Store> stores, Action<long>? progress, CancellationToken stop) =>
        Run(new VerifyScope(), stores, progress, stop);

    public async Task<Verified> Run(VerifyScope scope, IReadOnlyDictionary<string, Store> stores, Action<long>? progress,
        CancellationToken stop)
    {
        // Before the snapshot: a checkpoint that is signed meanwhile covers what the snapshot does not show.
        var anchored = proofFolder is not null && scope is { Store: null, Since: null } ? new AnchoredNotes(new(proofFolder)) : null;
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        await connection.Run(Lock, stop);
        var snapshot = (await connection.Rows(r => r.GetString(0), "select pg_export_snapshot()", stop))[0];
        var faults = new ConcurrentQueue<Fault>();
        void Found(Fault fault)
        {
            if (faults.Count < FaultsMax)
                faults.Enqueue(fault);
        }

        var sums = new SumComparison(connection, scope, Found);
        var from = scope.Since is { } since ? await LedgerOrder.FirstSince(connection, since, stop) : 0;
        var parts = new PartQueue(from, await connection.Run("select coalesce(max(seq_id), 0) from ledger.mt_events", stop), progress);
        await Task.WhenAll(Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, WorkersMax)).Select(_ => Task.Run(async () =>
            sums.Add(await new PartCheck(database, snapshot, stores, Found).Run(scope.Store, from, parts, stop)), CancellationToken.None)));

        await new LedgerOrder(connection, scope.Store, from, Found).Check(stop);
        if (scope.Since is null)
        {
            await new Orphans(connection, scope.Store, Found).Check(stop);
            await sums.Compare(stores, stop);
        }
        var proof = anchored is null ? null : await new ProofCheck(connection, anchored, Found).Run(null, stop);
        return new(parts.Events, parts.Orders, sums.Cells, [.. faults.OrderBy(f => f.Store, StringComparer.Ordinal)
            .ThenBy(f => f.OrderId, StringComparer.Ordinal)])
        {
            Proof = proof,
        };
    }
}
