using JasperFx.Events;
using Marten;
using Marten.Events;
using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Schema;

/// <summary>
/// Brings the actions of 0.1.0, which had a table of their own, among Marten's events. They keep the places in the ledger that they have,
/// which no event took, so every leaf, export and checkpoint stays right.
/// </summary>
internal static class UpgradedActions
{
    /// <summary>Does nothing when they are there already: a killed migration goes on here.</summary>
    public static async Task Import(NpgsqlDataSource database, CancellationToken stop)
    {
        if (await Count(database, "select count(*) from ledger.mt_events where tenant_id = $1", stop) > 0)
            return;
        var streams = await database.Query(r =>
            new BulkEventStreamHeader { Key = r.GetString(0), Version = r.GetInt64(1), AggregateTypeName = "action" },
            "select store, max(version) from ledger.ol_action group by store", stop);
        if (streams.Count == 0)
            return;
        var store = (DocumentStore)MartenSetup.StoreOf(database);
        await store.BulkInsertEventStreamAsync(ActionStreams.Tenant, streams, Events(database, stop),
            BulkEventSequenceMode.PreserveSourceSequence, cancellation: stop);
    }

    private static async IAsyncEnumerable<IEvent> Events(NpgsqlDataSource database,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var session = MartenSetup.StoreOf(database).LightweightSession(ActionStreams.Tenant);
        foreach (var read in await database.Query(r => Read(session, r),
            "select seq_id, id, store, version, type, data::text, actor, source, recorded_at, request_id from ledger.ol_action order by seq_id", stop))
            yield return read;
    }

    private static IEvent Read(IDocumentSession session, NpgsqlDataReader r)
    {
        var e = session.Events.BuildEvent(JsonSerializer.Deserialize(r.GetString(5), ActionTypes.ClassOf(r.GetString(4)),
            JsonSerializerOptions.Web)!);
        (e.Sequence, e.Id, e.StreamKey, e.Version) = (r.GetInt64(0), r.GetGuid(1), r.GetString(2), r.GetInt64(3));
        (e.TenantId, e.UserName, e.Timestamp, e.CorrelationId) =
            (ActionStreams.Tenant, r.GetString(6), r.GetFieldValue<DateTimeOffset>(8), r.Nullable<string>(9));
        e.SetHeader("source", r.GetString(7));
        return e;
    }

    private static async Task<long> Count(NpgsqlDataSource database, string sql, CancellationToken stop) =>
        (await database.Query(r => r.GetInt64(0), sql, stop, In(ActionStreams.Tenant)))[0];
}
