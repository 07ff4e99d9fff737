namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// Whether pushes go on beside a rebuild, looked at again and again. As long as they do, the rebuild does one thing at a time: it may take
/// longer, a push may not.
/// </summary>
internal sealed class Traffic(NpgsqlDataSource database)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>So many events within a look are traffic.</summary>
    private const long EventsMin = 5;

    private volatile bool isBusy;

    public bool IsBusy => isBusy;

    /// <summary>Looks until it is stopped.</summary>
    public async Task Watch(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Look);
        try
        {
            long? last = null;
            do
            {
                var newest = await Newest(stop);
                isBusy = newest - last >= EventsMin;
                last = newest ?? last;
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The rebuild has ended.
        }
    }

    /// <summary>Waits while pushes go on and the condition holds.</summary>
    public async Task Pass(Func<bool> wait, CancellationToken stop)
    {
        while (isBusy && wait())
            await Task.Delay(Look, stop);
    }

    // Null while the database is away, which the rebuild's own statements will say.
    private async Task<long?> Newest(CancellationToken stop)
    {
        try
        {
            return (await database.Query(r => r.GetInt64(0), "select coalesce(max(seq_id), 0) from ledger.mt_events", stop))[0];
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            return null;
        }
    }
}
