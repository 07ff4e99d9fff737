using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Auditing;

/// <summary>An event of an order and the number a customer knows the order by.</summary>
public sealed record NumberedLine(AuditLine.OfOrder Line, string Number);

/// <summary>The newest events of a store's orders. Nothing is counted, so a page may ask for them each time it is made.</summary>
public sealed class NewestLines(NpgsqlDataSource database)
{
    public async Task<IReadOnlyList<NumberedLine>> Of(Store store, int count, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        // For the walk's settings, which end with it.
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var head = await connection.Run("select max(seq_id) from ledger.ol_entry", stop);
        var lines = (await new AuditWalk(connection, new(store)).Newest((0, head), count, stop)).OfType<AuditLine.OfOrder>().ToList();
        var numbers = (await connection.Rows(r => (OrderId: r.GetString(0), Number: r.GetString(1)),
            "select id, number from ledger.mt_doc_order where tenant_id = $1 and id = any($2)", stop,
            In(store.Name), In(lines.Select(l => l.OrderId).ToArray()))).ToDictionary(n => n.OrderId, n => n.Number);
        return [.. lines.Select(l => new NumberedLine(l, numbers.GetValueOrDefault(l.OrderId, l.OrderId)))];
    }
}
