using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>
/// Decides whether a source is silent for longer than usual: in each of the four weeks before, it had events of at least ten orders in the
/// same hours. A shop that sells by day is so silent each night, and a source with fewer orders has to be silent for longer. If orders
/// arrive independently of each other (a Poisson process) and ten are usual, none arrive once in e^10 = 22,000 times. docs/alerts.md has
/// the figures of a simulation.
/// </summary>
internal static class Silence
{
    /// <summary>Orders that each of the stretches before must have.</summary>
    public const int OrdersMin = 10;

    private const int StretchesBefore = 4;
    private const int DaysOfWeek = 7;

    // A restart of a shop or of a server is no silence.
    private static readonly TimeSpan Min = TimeSpan.FromMinutes(15);

    // Beyond, it would be compared with the year before.
    private static readonly TimeSpan Max = TimeSpan.FromDays(5 * DaysOfWeek);

    // People, and what is called by them: no connection that may break.
    private static readonly string[] NoConnections = ["dashboard", "import", "seed", ShopTable.ImportSource, ShopTable.CatchUpSource];

    public static bool IsWatched(string source) => !NoConnections.Contains(source);

    /// <summary>
    /// The same hours of the weeks before; a silence of more than a week is moved back by as many weeks as it touches. None where the
    /// silence is too short or too long to be judged.
    /// </summary>
    public static IReadOnlyList<Stretch> Before(TimeZoneInfo zone, DateTimeOffset last, DateTimeOffset now)
    {
        if (now - last < Min || now - last > Max)
            return [];
        var weeks = (int)Math.Ceiling((now - last) / TimeSpan.FromDays(DaysOfWeek));
        return [.. Enumerable.Range(1, StretchesBefore).Select(n => new Stretch(Back(last, n * weeks, zone), Back(now, n * weeks, zone)))];
    }

    public static bool IsUnusual(IReadOnlyList<long> ordersBefore) => ordersBefore.Count > 0 && ordersBefore.All(n => n >= OrdersMin);

    // The same hour by the shop's clock, on either side of a change of the clocks.
    private static DateTimeOffset Back(DateTimeOffset moment, int weeks, TimeZoneInfo zone)
    {
        var then = TimeZoneInfo.ConvertTime(moment, zone).DateTime.AddDays(-weeks * DaysOfWeek);
        return new DateTimeOffset(then, zone.GetUtcOffset(then)).ToUniversalTime();
    }
}
