using OrderLedger.Api.LocalPostgres;

namespace OrderLedger.Benchmarks.Limit;

/// <summary>The way into an embedded PostgreSQL that another process, or another part of this one, owns.</summary>
internal static class Guest
{
    public static async Task<string> ConnectionString(string dataDirectory, CancellationToken stop)
    {
        await using var guest = await EmbeddedPostgres.Start(new EmbeddedPostgresOptions { DataDirectory = dataDirectory }, stop);
        return guest.ConnectionString;
    }
}
