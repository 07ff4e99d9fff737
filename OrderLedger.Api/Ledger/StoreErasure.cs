using OrderLedger.Api.Ledger.Writing;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// Erases what is personal of all orders of a store, and its refused pushes (docs/privacy.md). May be stopped and run again.
/// </summary>
public sealed class StoreErasure(NpgsqlDataSource database, LedgerWriter writer)
{
    /// <summary>Orders whose erasure is asked for at once.</summary>
    private const int PageMax = LedgerWriter.BatchMax;

    /// <param name="store">The store; a removed one too.</param>
    /// <param name="by">Who erases and how.</param>
    /// <param name="told">Told of each page: orders looked at so far.</param>
    /// <param name="stop">Ends it after the page that is under way.</param>
    /// <returns>How many orders had something to erase.</returns>
    /// <exception cref="LedgerUnavailableException">Not now; what was erased until then stays erased.</exception>
    public async Task<long> Run(Store store, Sender by, IProgress<long> told, CancellationToken stop)
    {
        var (after, seen, erased) = ("", 0L, 0L);
        await database.Execute("delete from ledger.ol_rejected_push where store = $1", stop, In(store.Name));
        while (await Page(store, after, stop) is { Count: > 0 } ids)
        {
            var rules = store.RulesFor(store.Vocabulary);
            var answers = await Task.WhenAll(ids.Select(id => writer.Submit(new(new(store.Name, id), new EraseOrder(), rules, by), stop)));
            erased += answers.OfType<Answer.Done>().Count(done => done.Outcome.Changed);
            told.Report(seen += ids.Count);
            after = ids[^1];
        }
        return erased;
    }

    private Task<List<string>> Page(Store store, string after, CancellationToken stop) => database.Query(r => r.GetString(0),
        "select id from ledger.mt_doc_order where tenant_id = $1 and id > $2 order by id limit $3", stop,
        In(store.Name), In(after), In(PageMax));
}
