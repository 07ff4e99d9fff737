using Npgsql;
using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Tests.Ledger.Rebuilding;

/// <summary>The tables after a rebuild, seen from the database itself.</summary>
internal static class Tables
{
    public static readonly string[] All = [.. Projection.All.SelectMany(p => p.Tables)];

    /// <summary>
    /// The rows, as text, that a table has and the one it replaced had not, and the other way round. A sum that came to nothing says
    /// nothing.
    /// </summary>
    public static async Task<IReadOnlyList<string>> Changes(NpgsqlDataSource database)
    {
        var changes = new List<string>();
        foreach (var name in All)
        {
            var (now, before) = (Rows(name, ""), Rows(name, "__old"));
            changes.AddRange(await database.Query(r => r.GetString(0), $"""
                select '{name} has ' || row from (({now}) except all ({before})) as more
                union all select '{name} had ' || row from (({before}) except all ({now})) as less
                """, CancellationToken.None));
        }
        return changes;
    }

    /// <summary>Lists what a rebuild that has ended must not leave behind.</summary>
    public static Task<List<string>> Leftovers(NpgsqlDataSource database) => database.Query(r => r.GetString(0), """
        select relname from pg_class where relname like '%\_\_new%'
        union all select 'part after ' || after from ledger.ol_rebuild_part
        union all select 'open rebuild ' || id from ledger.ol_rebuild where ended_at is null
        """, CancellationToken.None);

    /// <summary>Columns, indexes, keys, parameters and rights of the live tables, by name.</summary>
    public static Task<List<string>> Catalog(NpgsqlDataSource database) => database.Query(r => r.GetString(0), $"""
        select indexname || ' ' || indexdef from pg_indexes where schemaname = 'ledger' and tablename in ({Listed})
        union all
        select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
         where conrelid in (select oid from pg_class where relnamespace = 'ledger'::regnamespace and relname in ({Listed}))
        union all
        select concat_ws(' ', relname, reloptions, relacl, relpersistence) from pg_class
         where relnamespace = 'ledger'::regnamespace and relname in ({Listed})
        union all
        select concat_ws(' ', table_name, row_number() over (partition by table_name order by ordinal_position), column_name, data_type, is_nullable, column_default) from information_schema.columns
         where table_schema = 'ledger' and table_name in ({Listed})
        order by 1
        """, CancellationToken.None);

    /// <summary>One number for what all tables hold.</summary>
    public static async Task<string> Digest(NpgsqlDataSource database) => string.Join(' ', await database.Query(r => r.GetString(0),
        string.Join("\nunion all ",
            All.Select(name =>
            $"select '{name} ' || md5(coalesce(string_agg(row, E'\\n' order by row), '')) from ({Rows(name, "")}) as t")),
        CancellationToken.None));

    private static string Listed => string.Join(", ", All.Select(t => $"'{t}'"));

    private static string Rows(string name, string suffix) => $"select t::text as row from ledger.{name}{suffix} t" + (name == "ol_kpi"
        ? " where orders <> 0 or gross <> 0 or refunded <> 0 or ever_cancelled <> 0 or ever_failed <> 0 or ever_refunded <> 0" : "");
}
