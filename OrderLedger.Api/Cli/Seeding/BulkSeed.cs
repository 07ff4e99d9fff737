using Npgsql;
using OrderLedger.Api.Storage.Rebuilding;

namespace OrderLedger.Api.Cli.Seeding;

/// <summary>
/// The fast path of seed, for an empty ledger: events go in by COPY past the writer, and then all projections are made by a rebuild.
/// </summary>
internal static class BulkSeed
{
    /// <returns>How many events were made.</returns>
    /// <exception cref="UsageException">There are events already.</exception>
    public static async Task<long> Import(NpgsqlDataSource database, IEnumerable<ImportedPart> parts, SeedProgress progress, CancellationToken stop)
    {
        await using var import = await EventImport.Begin(database, stop)
            ?? throw new UsageException("--bulk fills an empty ledger, and this one holds events. Leave --bulk out to add orders by pushes.");
        var made = parts.GetEnumerator();
        var events = 0L;
        // The next part is made while this one is on its way.
        for (var next = Made(made, stop); await next is { } part;)
        {
            next = Made(made, stop);
            await import.Add(part, stop);
            events += part.Events.Count;
            progress.Done(part.Streams.Count, part.Events.Count);
        }
        await import.Commit(stop);
        return events;
    }

    private static Task<ImportedPart?> Made(IEnumerator<ImportedPart> parts, CancellationToken stop) =>
        Task.Run(() => parts.MoveNext() ? parts.Current : null, stop);
}
