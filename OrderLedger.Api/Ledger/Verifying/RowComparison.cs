using OrderLedger.Api.Ledger.Rebuilding;
using OrderLedger.Api.Ledger.Tables;

namespace OrderLedger.Api.Ledger.Verifying;

/// <summary>
/// Compares the rows that should be there, in temporary tables, with those that are: in PostgreSQL, as PostgreSQL stores them. Only what
/// differs is looked at closer, column by column and in JSON member by member.
/// </summary>
internal sealed class RowComparison(NpgsqlConnection connection, Action<Fault> found)
{
    private static readonly Compared[] All =
    [
        Of(Projection.Orders, OrderTables.Orders, "order view", "tenant_id", "id"),
        Of(Projection.Orders, OrderTables.Details, "details view", "tenant_id", "id"),
        Of(Projection.Visits, EntryTable.Entries, "entry", "store", "order_id"),
    ];

    private static Compared Of<TRow>(Projection projection, Table<TRow> table, string name, string store, string orderId) =>
        new(projection, table.Name, name, store, orderId, table.Key, table.Names);

    private sealed record Compared(Projection Projection, string Table, string Name, string Store, string OrderId, string Key,
        string Columns)
    {
        // A row that is absent is null in each column; that it is absent is told by a column that never is.
        public string Differences => $"""
            select s.{Store}, s.{OrderId}, case when i.{Store} is null then null else to_jsonb(i)::text end, to_jsonb(s)::text
              from pg_temp.{Table} s left join ledger.{Table} i using ({Key})
             where ({string.Join(", ", Columns.Split(',', StringSplitOptions.TrimEntries).Select(c => $"i.{c}"))})
                   is distinct from ({string.Join(", ", Columns.Split(',', StringSplitOptions.TrimEntries).Select(c => $"s.{c}"))})
            """;
    }

    /// <summary>Makes the temporary tables, to the end of the transaction.</summary>
    public async Task Begin(CancellationToken stop)
    {
        foreach (var table in All)
            await connection.Run($"create temporary table {table.Table} on commit drop as select {table.Columns} from ledger.{table.Table} limit 0", stop);
    }

    /// <summary>Names what differs and empties the temporary tables.</summary>
    public async Task Compare(CancellationToken stop)
    {
        foreach (var table in All)
            foreach (var (store, orderId, isRow, shouldRow) in await connection.Rows(r =>
                (r.GetString(0), r.GetString(1), r.Nullable<string>(2), r.GetString(3)), table.Differences, stop))
                Name(table, new(store, orderId), isRow, shouldRow);
        foreach (var (store, orderId, isVersion, shouldVersion) in await connection.Rows(r =>
            (r.GetString(0), r.GetString(1), r.NullableValue<long>(2), r.GetInt64(3)), """
                select s.tenant_id, s.id, i.version, s.mt_version from pg_temp.mt_doc_order s left join ledger.mt_streams i using (tenant_id, id)
                 where i.version is distinct from s.mt_version
                """, stop))
            found(new(store, orderId, "mt_streams.version", isVersion is { } version ? $"{version}" : "absent", $"{shouldVersion}"));
        await connection.Run($"truncate {string.Join(", ", All.Select(t => $"pg_temp.{t.Table}"))}", stop);
    }

    private void Name(Compared table, StreamKey stream, string? isRow, string shouldRow)
    {
        using var should = JsonDocument.Parse(shouldRow);
        var of = table.Table == "ol_entry" ? $"{table.Name} of v{should.RootElement.GetProperty("version")}" : table.Name;
        if (isRow is null)
        {
            found(new(stream.Store, stream.OrderId, of, "absent", "there", table.Projection.Name));
            return;
        }
        using var isNow = JsonDocument.Parse(isRow);
        foreach (var column in should.RootElement.EnumerateObject())
        {
            var shown = isNow.RootElement.GetProperty(column.Name);
            if (column.Name == "data")
                NameMembers((table.Projection, of), stream, shown, column.Value);
            else if (!JsonElement.DeepEquals(shown, column.Value))
                found(new(stream.Store, stream.OrderId, $"{of}, column {column.Name}", Said(shown), Said(column.Value),
                    table.Projection.Name));
        }
    }

    private void NameMembers((Projection Projection, string Name) of, StreamKey stream, JsonElement isNow, JsonElement should)
    {
        var members = (isNow.ValueKind == JsonValueKind.Object ? isNow.EnumerateObject().Select(m => m.Name) : [])
            .Union(should.EnumerateObject().Select(m => m.Name));
        foreach (var member in members)
        {
            var (shown, expected) = (Member(isNow, member), Member(should, member));
            if (shown is null || expected is null
                ? shown is not null || expected is not null
                : !JsonElement.DeepEquals(shown.Value, expected.Value))
                found(new(stream.Store, stream.OrderId, $"{of.Name}, {member}", shown?.GetRawText() ?? "absent", expected?.GetRawText()
                    ?? "absent",
                    of.Projection.Name));
        }
    }

    private static string Said(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "absent" : value.ToString();

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;
}
