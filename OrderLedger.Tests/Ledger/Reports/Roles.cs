using Npgsql;
using OrderLedger.Api.Ledger.Schema;

namespace OrderLedger.Tests.Ledger.Reports;

/// <summary>
/// A database that a role of its own migrated, with the roles the documents tell of: an owner who is no superuser and may make no roles,
/// one that serves, one that reads reports and one for a Marten. Each has exactly the grants that stand in the documents.
/// </summary>
public sealed class Roles : IAsyncLifetime
{
    private static int made;

    private readonly string suffix = $"_{Interlocked.Increment(ref made)}";
    private string superuser = "";

    public NpgsqlDataSource Owner { get; private set; } = null!;

    public NpgsqlDataSource App { get; private set; } = null!;

    public NpgsqlDataSource Reader { get; private set; } = null!;

    public NpgsqlDataSource Marten { get; private set; } = null!;

    public string AppConnection => As("ledger_app");

    public async Task InitializeAsync()
    {
        superuser = await TestServer.NewDatabase();
        var database = new NpgsqlConnectionStringBuilder(superuser).Database;
        await TestServer.Execute(superuser, "drop schema ledger cascade; drop schema report cascade");
        await TestServer.Execute(superuser, Renamed($"""
            create role ledger_owner login; create role ledger_app login; create role ledger_report login; create role marten_reader login;
            create schema reporting authorization marten_reader; alter database {database} owner to ledger_owner
            """));
        Owner = Database.Connect(As("ledger_owner"));
        App = Database.Connect(AppConnection);
        Reader = Database.Connect(As("ledger_report"));
        Marten = Database.Connect(As("marten_reader"));
        await LedgerSchema.Migrate(Owner, CancellationToken.None);
        await Run(Owner, Documented("docs/operating.md", "grant usage on schema ledger"));
        await Run(Owner, Documented("docs/reporting.md", "grant usage on schema report"));
        await Run(Owner, Documented("docs/marten.md", "grant usage on schema ledger"));
    }

    public async Task DisposeAsync()
    {
        foreach (var source in new[] { Owner, App, Reader, Marten })
            await source.DisposeAsync();
        foreach (var role in new[] { "ledger_app", "ledger_report", "marten_reader", "ledger_owner" })
            await TestServer.Execute(superuser,
                Renamed($"reassign owned by {role} to current_user; drop owned by {role}; drop role {role}"));
        await TestServer.Drop(superuser);
    }

    /// <summary>Runs a statement and says how PostgreSQL refused it; null when it did not.</summary>
    public static async Task<string?> Refusal(NpgsqlDataSource role, string sql)
    {
        try
        {
            await Run(role, sql);
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
    }

    public static Task Run(NpgsqlDataSource role, string sql) => role.Execute(sql, CancellationToken.None);

    public static async Task<T> Ask<T>(NpgsqlDataSource role, string sql) =>
        (await role.Query(r => r.GetFieldValue<T>(0), sql, CancellationToken.None))[0];

    // Roles belong to the whole server, and tests run beside each other.
    private string Renamed(string sql) => sql.Replace("ledger_owner", "ledger_owner" + suffix, StringComparison.Ordinal)
        .Replace("ledger_app", "ledger_app" + suffix, StringComparison.Ordinal)
        .Replace("ledger_report", "ledger_report" + suffix, StringComparison.Ordinal)
        .Replace("marten_reader", "marten_reader" + suffix, StringComparison.Ordinal);

    private string Documented(string file, string beginning) => Renamed(Documents.Block(file, "sql", beginning));

    private string As(string role) => new NpgsqlConnectionStringBuilder(superuser) { Username = Renamed(role) }.ConnectionString;
}
