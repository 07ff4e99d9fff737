namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>
/// A remembered report: the facts and when they were read, both null while they never were; and whether newer ones are to come.
/// </summary>
public sealed record Remembered(SlowFacts? Facts, DateTimeOffset? At, bool IsBehind);

/// <summary>
/// Remembers the slow facts of the reports that are looked at again and again. They are read anew in the background when the ledger has
/// moved on, one report at a time, and if it takes long for a tenth of the time at most: a page shows those it finds, and since when they
/// hold. What is read within a moment is waited for, so the pages of a small ledger are not behind.
/// </summary>
public sealed class SlowMemory(KpiReader reader, TimeProvider clock, ILogger<SlowMemory> log) : IDisposable
{
    /// <summary>Most reports remembered; the one that was not asked for the longest is forgotten.</summary>
    public const int ReportsMax = 100;

    /// <summary>Most reports that are being read or wait for it. One more is not begun: the next look at it asks again.</summary>
    public const int WaitingMax = 20;

    /// <summary>Most of them of one store, so that whoever turns over ranges of one keeps no other waiting.</summary>
    public const int OfStoreMax = 4;

    /// <summary>Open visits and overdue orders grow older without any event.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan ReadMax = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>So many times as long as a long reading took, no other is begun.</summary>
    private const int Rest = 9;

    private readonly Dictionary<(string Store, Period Period, Period? Previous), Report> reports = [];
    // The store of each report that is being read or waits for it, forgotten meanwhile or not.
    private readonly List<string> waiting = [];
    private readonly Lock guard = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly CancellationTokenSource ends = new();

    /// <summary>Reports that are being read or wait for it.</summary>
    internal int Waiting
    {
        get
        {
            lock (guard)
                return waiting.Count;
        }
    }

    /// <summary>The facts of a report on the present, whose newest event is at this place.</summary>
    public async Task<Remembered> Get(KpiAsk ask, long head, CancellationToken stop)
    {
        var (report, reading) = Asked(ask, head);
        if (reading is not null)
            await Task.WhenAny(reading, Task.Delay(WaitMax, stop));
        lock (guard)
            return new(report.Facts, report.Facts is null ? null : report.At, IsBehind(report, head));
    }

    public void Dispose()
    {
        ends.Cancel();
        ends.Dispose();
    }

    private (Report Report, Task? Begun) Asked(KpiAsk ask, long head)
    {
        lock (guard)
        {
            var key = (ask.Store.Name, ask.Period, ask.Previous);
            if (!reports.TryGetValue(key, out var report))
            {
                if (reports.Count >= ReportsMax)
                    reports.Remove(reports.MinBy(r => r.Value.AskedAt).Key);
                reports[key] = report = new();
            }
            var now = clock.GetUtcNow();
            report.AskedAt = now;
            if (report.IsBeingRead || now < report.RestUntil || !IsBehind(report, head)
                || waiting.Count >= WaitingMax || waiting.Count(s => s == ask.Store.Name) >= OfStoreMax)
                return (report, null);
            report.IsBeingRead = true;
            waiting.Add(ask.Store.Name);
            return (report, Task.Run(() => Read(report, ask)));
        }
    }

    private bool IsBehind(Report report, long head) => report.Facts is null || report.Head < head || clock.GetUtcNow() - report.At > AgeMax;

    private async Task Read(Report report, KpiAsk ask)
    {
        var (facts, head, at, rest) = ((SlowFacts?)null, 0L, default(DateTimeOffset), RestAfterFailure);
        try
        {
            await turn.WaitAsync(ends.Token);
            try
            {
                // Only now: those before it may have taken long, for which this report is not to be given up.
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(ends.Token);
                patience.CancelAfter(ReadMax);
                // Ages count up to the moment of reading, not of asking.
                at = clock.GetUtcNow();
                (facts, head) = await reader.ReadSlow(ask with { At = at }, patience.Token);
                var took = clock.GetUtcNow() - at;
                rest = took <= WaitMax ? TimeSpan.Zero : took * Rest;
            }
            finally
            {
                turn.Release();
            }
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            if (!ends.IsCancellationRequested)
                log.ReportNotRead(failure, ask.Store.Name);
        }
        finally
        {
            lock (guard)
            {
                if (facts is not null)
                    (report.Facts, report.Head, report.At) = (facts, head, at);
                report.RestUntil = clock.GetUtcNow() + rest;
                report.IsBeingRead = false;
                waiting.Remove(ask.Store.Name);
            }
        }
    }

    private sealed class Report
    {
        public SlowFacts? Facts { get; set; }

        public long Head { get; set; }

        public DateTimeOffset At { get; set; }

        public DateTimeOffset AskedAt { get; set; }

        public DateTimeOffset RestUntil { get; set; }

        public bool IsBeingRead { get; set; }
    }
}
