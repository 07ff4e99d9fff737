using System.Globalization;
using Npgsql;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Ledger.Schema;

/// <summary>
/// The numbered migrations beside this file. Each runs once, in order, in one transaction; a released one is never edited.
/// Only <c>migrate</c> and the embedded database apply them: the role that serves needs no right to change the schema.
/// </summary>
public static class LedgerSchema
{
    private const long MigrationLock = 0x0DE1ED6D;

    /// <summary>The version from which on events have leaves.</summary>
    private const int ProofVersion = 7;

    private static readonly (int Version, string Name, string Sql)[] Migrations = [.. Read().OrderBy(m => m.Version)];

    /// <summary>The version this build reads and writes.</summary>
    public static int Wanted => Migrations[^1].Version;

    /// <summary>The version the database has; 0 for one that has none yet.</summary>
    public static async Task<int> Version(NpgsqlDataSource database, CancellationToken stop)
    {
        if (!(await database.Query(r => r.GetBoolean(0), "select to_regclass('ledger.ol_schema') is not null", stop))[0])
            return 0;
        return (await database.Query(r => r.GetInt32(0), "select coalesce(max(version), 0) from ledger.ol_schema", stop))[0];
    }

    /// <summary>Applies what is missing and names it. Two of them at once wait for each other.</summary>
    public static async Task<IReadOnlyList<string>> Migrate(NpgsqlDataSource database, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Run(connection, $"select pg_advisory_xact_lock({MigrationLock})", stop);
        await Run(connection, """
            create schema if not exists ledger;
            create table if not exists ledger.ol_schema (version int primary key, name varchar not null, applied_at timestamptz not null default now());
            """, stop);

        var version = await Highest(connection, stop);
        var missing = Migrations.Where(m => m.Version > version).ToList();
        foreach (var (number, name, sql) in missing)
        {
            await Run(connection, sql, stop);
            if (number == ProofVersion)
                await ProveWhatIsThere(connection, stop);
            await Run(connection, $"insert into ledger.ol_schema (version, name) values ({number}, '{name}')", stop);
        }
        await transaction.CommitAsync(stop);
        return [.. missing.Select(m => m.Name)];
    }

    // A leaf is made by the same code for old events and new ones, and no SQL can do it.
    private static async Task ProveWhatIsThere(NpgsqlConnection connection, CancellationToken stop)
    {
        await connection.Run($"select pg_advisory_xact_lock({BatchLoad.WriterLock})", stop);
        await ProofOfOldEvents.Chain(connection, stop);
    }

    private static async Task<int> Highest(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(version), 0) from ledger.ol_schema", connection);
        return (int)(await command.ExecuteScalarAsync(stop))!;
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static IEnumerable<(int Version, string Name, string Sql)> Read()
    {
        var assembly = typeof(LedgerSchema).Assembly;
        const string folder = "OrderLedger.Api.Ledger.Schema.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[folder.Length..^".sql".Length];
            yield return (int.Parse(name.AsSpan(0, 3), CultureInfo.InvariantCulture), name, text.ReadToEnd());
        }
    }
}
