using Weasel.Core.Migrations;

namespace OrderLedger.Api.Ledger.Schema;

/// <summary>
/// The numbered migrations beside this file. Each runs once, in order, in one transaction; a released one is never edited.
/// Only <c>migrate</c> and the embedded database apply them: the role that serves needs no right to change the schema.
/// </summary>
public static class LedgerSchema
{
    /// <summary>The oldest version that is upgraded: that of 0.1.0.</summary>
    private const int OldestUpgraded = 10;

    /// <summary>From here on actions are events.</summary>
    private const int ActionsAreEvents = 11;

    private static readonly Migration[] Migrations = [.. Read().OrderBy(m => m.Version)];

    /// <summary>The version this build reads and writes.</summary>
    public static int Wanted => Migrations[^1].Version;

    /// <summary>The version the database has; 0 for one that has none yet.</summary>
    public static async Task<int> Version(NpgsqlDataSource database, CancellationToken stop)
    {
        if (!(await database.Query(r => r.GetBoolean(0), "select to_regclass('ledger.ol_schema') is not null", stop))[0])
            return 0;
        return (await database.Query(r => r.GetInt32(0), "select coalesce(max(version), 0) from ledger.ol_schema", stop))[0];
    }

    /// <summary>
    /// Applies Marten's changes and then ours, as far as they are missing, and names ours. Two of them at once wait for each other.
    /// </summary>
    /// <exception cref="SchemaException">The database is of a build before 0.1.0.</exception>
    public static async Task<IReadOnlyList<string>> Migrate(NpgsqlDataSource database, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await connection.Run($"select pg_advisory_lock({AdvisoryLocks.Migration})", stop);
        try
        {
            return await Apply(database, connection, stop);
        }
        finally
        {
            await connection.Run($"select pg_advisory_unlock({AdvisoryLocks.Migration})", CancellationToken.None);
        }
    }

    /// <exception cref="SchemaException">Marten would change the schema; the message says what to do.</exception>
    public static async Task AssertMarten(NpgsqlDataSource database, CancellationToken stop)
    {
        try
        {
            await MartenSetup.StoreOf(database).Storage.Database.AssertDatabaseMatchesConfigurationAsync(stop);
        }
        catch (DatabaseValidationException differs)
        {
            // Who may not see a table's keys finds that they are missing.
            await ServingRole.Assert(database, stop);
            throw new SchemaException($"The tables of Marten are not as this build needs them. Run: dotnet run --project OrderLedger.Api -- migrate\n{differs.Message}");
        }
    }

    private static async Task<IReadOnlyList<string>> Apply(NpgsqlDataSource database, NpgsqlConnection connection, CancellationToken stop)
    {
        var version = await Version(database, stop);
        if (version is > 0 and < OldestUpgraded)
            throw new SchemaException($"The database is at schema version {version}. Bring it to {OldestUpgraded} with OrderLedger 0.1.0 first, then run this again.");
        await MartenSetup.Apply(database);
        if (version is > 0 and < ActionsAreEvents)
            await UpgradedActions.Import(database, stop);

        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Run(connection, """
            create table if not exists ledger.ol_schema (version int primary key, name varchar not null, applied_at timestamptz not null default now());
            """, stop);
        var missing = Migrations.Where(m => m.Version > version).ToList();
        foreach (var (number, name, sql) in missing)
        {
            await Run(connection, sql, stop);
            await Run(connection, $"insert into ledger.ol_schema (version, name) values ({number}, '{name}')", stop);
        }
        await transaction.CommitAsync(stop);
        return [.. missing.Select(m => m.Name)];
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static IEnumerable<Migration> Read()
    {
        var assembly = typeof(LedgerSchema).Assembly;
        const string folder = "OrderLedger.Api.Ledger.Schema.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[folder.Length..^".sql".Length];
            yield return new(int.Parse(name.AsSpan(0, 3), CultureInfo.InvariantCulture), name, text.ReadToEnd());
        }
    }

    private sealed record Migration(int Version, string Name, string Sql);
}
