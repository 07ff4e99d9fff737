using System.CommandLine;
using System.Net;
using Npgsql;
using OrderLedger.Api.Ledger;
using OrderLedger.Api.LocalPostgres;

namespace OrderLedger.Benchmarks.Limit;

/// <summary>limit: what PostgreSQL alone does of the same work, a push per transaction and in batches.</summary>
internal static class LimitVerb
{
    private static readonly Option<string?> ConnectionString = new("--database")
    {
        Description = "A connection string of this machine's PostgreSQL with a migrated ledger.",
    };

    private static readonly Option<DirectoryInfo?> DataDirectory = new("--data-directory")
    {
        Description = "Or the data directory of a server that runs. Without either: a PostgreSQL of its own.",
    };

    private static readonly Option<int> Connections = Asked.Connections();
    private static readonly Option<int> Seconds = Asked.Seconds();
    private static readonly Option<int> Orders = Asked.Orders();

    public static Command Make()
    {
        var verb = new Command("limit", "Does the work of pushes as plain SQL.")
        {
            ConnectionString, DataDirectory, Connections, Seconds, Orders,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        using var scratch = new ScratchFolder();
        var given = call.GetValue(ConnectionString);
        if (given is not null && !IsHere(new NpgsqlConnectionStringBuilder(given).Host))
        {
            await Console.Error.WriteLineAsync("Only a PostgreSQL on this machine is put under load.");
            return 2;
        }
        var directory = call.GetValue(DataDirectory)?.FullName ?? scratch.Path;
        await using var database = await Database.Open(given, new EmbeddedPostgresOptions { DataDirectory = directory }, stop);
        await database.Prepare(stop);

        var walk = new Walk(1_000_000, call.GetValue(Orders));
        await using var schema = await LimitSchema.Create(database.Source, walk, stop);
        var sql = new SqlLoad(given ?? await Guest.ConnectionString(directory, stop), walk);
        Console.WriteLine((await sql.OneByOne(new(call.GetValue(Connections), call.GetValue(Seconds)), stop)).Table());
        Console.WriteLine();
        Console.WriteLine((await sql.Batches(call.GetValue(Seconds), stop)).Table());
        return 0;
    }

    private static bool IsHere(string? host) =>
        host is null or "localhost" || host.StartsWith('/') || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
