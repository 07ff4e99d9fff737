namespace OrderLedger.Benchmarks.Audits;

/// <summary>
/// Seeded entries have one actor and one source. Here each column gets values of 1, 0.1, 0.03 and 0.01 % of the entries, strewn evenly, and
/// each entry a request id of its own.
/// </summary>
internal static class SpreadValues
{
    private static readonly (string Value, int Every)[] Shares = [("p01", 10_000), ("p03", 3_333), ("p1", 1_000), ("one-percent", 100)];

    public static IReadOnlyList<string> Statements =>
    [
        "create table ledger.bench_entry as select * from ledger.ol_entry",
        "truncate ledger.ol_entry",
        $"""
         insert into ledger.ol_entry
         select seq_id, store, order_id, version, type, {Spread("actor", 1)}, {Spread("source", 2)}, {Spread("status_from", 3)}, {Spread("status_to", 4)},
                phase, recorded_at, occurred_at, {Spread("'req_' || md5(seq_id::text)", 5)}, unusual, stale, held, cycle
           from ledger.bench_entry order by seq_id
         """,
        "drop table ledger.bench_entry",
        "vacuum analyze ledger.ol_entry", "vacuum analyze ledger.mt_events",
    ];

    private static string Spread(string column, int nth) =>
        $"case {string.Join(' ', Shares.Select(s => $"when seq_id % {s.Every} = {nth} then '{s.Value}'"))} else {column} end";
}
