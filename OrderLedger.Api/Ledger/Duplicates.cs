using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// Counts the pushes that said nothing new, by store, day and source. They leave no event, and must cost no transaction: they are added up
/// in memory and written every second, so a crash may lose the last second of them.
/// </summary>
public sealed class Duplicates(NpgsqlDataSource database, TimeProvider clock, ILogger<Duplicates> log) : Recurring(TimeSpan.FromSeconds(1))
{
    private static readonly TimeSpan LastMax = TimeSpan.FromSeconds(3);

    private readonly Lock counting = new();
    private Dictionary<SourceDay, (long Pushes, DateTimeOffset LastAt)> counted = [];

    public void Count(Store store, string source)
    {
        var now = clock.GetUtcNow();
        var day = new SourceDay(store.Name, store.DayOf(now), source);
        lock (counting)
            counted[day] = (counted.GetValueOrDefault(day).Pushes + 1, now);
    }

    /// <summary>
    /// Writes what was counted. What cannot be written now is kept for the next time. Once begun it is finished: whether a write that was
    /// cut short came through, nobody knows.
    /// </summary>
    public override async Task Round(CancellationToken stoppingToken)
    {
        var rows = Take();
        if (rows.Count == 0)
            return;
        try
        {
            await database.Execute(
                """
                insert into ledger.ol_duplicate as was (store, day, source, pushes, last_at) select * from unnest($1, $2, $3, $4, $5)
                on conflict (store, day, source) do update set pushes = was.pushes + excluded.pushes, last_at = greatest(was.last_at, excluded.last_at)
                """, CancellationToken.None,
                Column(rows, r => r.Key.Store), Column(rows, r => r.Key.Day), Column(rows, r => r.Key.Source),
                Column(rows, r => r.Value.Pushes), Column(rows, r => r.Value.LastAt));
        }
        catch
        {
            PutBack(rows);
            throw;
        }
    }

    /// <summary>
    /// Writes what is left, if that can be done within 3 s: counts of repetitions are not worth a longer stop. Ended after the writer,
    /// which brings it.
    /// </summary>
    public override Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAny(WriteLast(cancellationToken), Task.Delay(LastMax, CancellationToken.None));

    private async Task WriteLast(CancellationToken stop)
    {
        await base.StopAsync(stop);
        await Try(stop);
    }

    protected override void Say(Exception failure) => log.DuplicatesNotWritten(failure);

    private Dictionary<SourceDay, (long Pushes, DateTimeOffset LastAt)> Take()
    {
        lock (counting)
        {
            var taken = counted;
            counted = [];
            return taken;
        }
    }

    private void PutBack(Dictionary<SourceDay, (long Pushes, DateTimeOffset LastAt)> rows)
    {
        lock (counting)
            foreach (var (day, (pushes, lastAt)) in rows)
                counted[day] = counted.TryGetValue(day, out var since) ? (since.Pushes + pushes, since.LastAt) : (pushes, lastAt);
    }
}
