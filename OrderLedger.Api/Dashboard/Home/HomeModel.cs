using OrderLedger.Api.Dashboard.Parts;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Ledger.Reporting;
using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Dashboard.Home;

/// <summary>The facts read for Home. <c>Standing</c> counts all orders by their status, whenever they were created.</summary>
public sealed record HomeFacts(KpiFacts Sums, Remembered Slow,
    IReadOnlyDictionary<string, long> Standing, IReadOnlyList<NumberedLine> Newest)
{
    /// <summary>The shop that is asked for what webhooks miss; null where there is none.</summary>
    public KnownShop? Shop { get; init; }

    /// <summary>Webhooks that somebody should look at.</summary>
    public required IReadOnlyList<TroubledSubscription> Troubled { get; init; }

    /// <summary>Refused changes that nobody has taken care of, as far as they are counted.</summary>
    public long Refused { get; init; }

    /// <summary>When each source brought something last, whatever the range.</summary>
    public required IReadOnlyDictionary<string, DateTimeOffset> LastPushes { get; init; }
}

/// <summary>
/// A status: how many orders have it, how many of those created in the range, and what share of the largest of these that is, in percent.
/// </summary>
public sealed record StatusRow(string Status, Phase Phase, long All, long InRange, double Share);

/// <summary>A source in the range. <c>LastPushAt</c> minds no range, so that one that fell silent is seen.</summary>
public sealed record SourceLine(SourceRow Row, DateTimeOffset? LastPushAt);

/// <summary>The page Home.</summary>
public sealed record HomeModel(HomeAsk Ask, Period Previous, string Currency)
{
    public required IReadOnlyList<string> Currencies { get; init; }

    public required IReadOnlyList<Card> Cards { get; init; }

    public required Chart Revenue { get; init; }

    public required Chart Changes { get; init; }

    public required IReadOnlyList<StatusRow> Statuses { get; init; }

    public required IReadOnlyList<SourceLine> Sources { get; init; }

    public required IReadOnlyList<NumberedLine> Newest { get; init; }

    public required Remembered Slow { get; init; }

    public required Attention Attention { get; init; }

    /// <summary>Today, and the hour of it that is compared with the same hour of another day; null where whole days are compared.</summary>
    public DateTimeOffset? UpTo { get; init; }

    /// <summary>The store has never had an order.</summary>
    public bool IsEmpty => Newest.Count == 0 && Statuses.Count == 0;

    internal static HomeModel Of(Visit visit, HomeAsk ask, HomeFacts facts)
    {
        var report = new KpiAsk(visit.Store, ask.Period, visit.Now) { Previous = ask.Compared, UpToNow = true };
        var read = facts.Sums with { Slow = facts.Slow.Facts ?? SlowFacts.None };
        var occurring = new KpiSums(read, report.Whole).Currencies;
        var currency = ask.Currency
            ?? (occurring.Count == 0 || occurring.Contains(visit.Store.Currency) ? visit.Store.Currency : occurring[0]);
        var columns = KpiSeries.Of(report, read, ask.Bucket)!;
        var ofOne = (read with { Cells = read.Cells.Where(c => c.Key.Currency == currency).ToDictionary() })
            .Without(read.Slow.Beyond, ask.Compared.Last);
        var isSlowKnown = facts.Slow.Facts is not null;
        var cards = Card.Of(KpiCards.Of(report, ofOne, currency), isSlowKnown, isCompared: report.Cut is null || isSlowKnown);
        return new(ask, report.Previous!.Value, currency)
        {
            Currencies = [.. occurring.Append(currency).Distinct().Order(StringComparer.Ordinal)],
            Cards = occurring.Count > 1 ? [.. cards.Select(c => c.Of(currency))] : cards,
            UpTo = report.Cut is null ? null : visit.Now,
            Revenue = Chart.Of([.. columns.Select(c => Money(c, ask.Bucket, c.Sums.Sold(currency), currency))], isWhole: false),
            Changes = Chart.Of([.. columns.Select(c => Named(c, ask.Bucket, c.Sums.Changes, Counted(c.Sums.Changes, "change")))],
                isWhole: true),
            Statuses = StatusesOf(visit.Store, facts.Standing, new KpiSums(read, ask.Period)),
            Sources = SourcesOf(read, report.Period, facts.LastPushes),
            Newest = facts.Newest,
            Slow = facts.Slow,
            Attention = new(facts.Slow.Facts, facts.Refused, facts.Troubled)
            {
                Missed = facts.Sums.Missed(visit.Store.DayOf(visit.Now)),
                ShopProblem = facts.Shop?.Problem,
            },
        };
    }

    private static IReadOnlyList<StatusRow> StatusesOf(Store store, IReadOnlyDictionary<string, long> standing, KpiSums sums)
    {
        var rules = store.RulesFor(store.Vocabulary);
        var inRange = sums.Cells.GroupBy(c => c.Key.Status).ToDictionary(g => g.Key, g => g.Sum(c => c.Value.Orders));
        var most = Math.Max(1, inRange.Values.DefaultIfEmpty().Max());
        return [.. standing.Select(s => (Status: s.Key, All: s.Value, InRange: inRange.GetValueOrDefault(s.Key)))
            .Select(s => new StatusRow(s.Status, rules.PhaseOf(s.Status), s.All, s.InRange, Math.Max(0, 100.0 * s.InRange / most)))
            .OrderBy(s => s.Phase).ThenByDescending(s => s.All).ThenBy(s => s.Status, StringComparer.Ordinal)];
    }

    private static IReadOnlyList<SourceLine> SourcesOf(KpiFacts facts, Period period,
        IReadOnlyDictionary<string, DateTimeOffset> lastPushes)
    {
        var inRange = new KpiSums(facts, period).Sources().ToDictionary(s => s.Source);
        return [.. inRange.Keys.Union(lastPushes.Keys).Select(source =>
        {
            var row = inRange.GetValueOrDefault(source) ?? new(source, default, new(source, 0, 0, null));
            return new SourceLine(row, lastPushes.TryGetValue(source, out var at) && !(row.LastPushAt > at) ? at : row.LastPushAt);
        }).OrderByDescending(s => s.LastPushAt)];
    }

    private static Column Money(KpiColumn column, Bucket bucket, KpiSum sold, string currency) =>
        Named(column, bucket, sold.Revenue, $"{Said.Money(sold.Revenue, currency)}, {Counted(sold.Orders, "order")} sold");

    private static Column Named(KpiColumn column, Bucket bucket, decimal value, string words) => bucket switch
    {
        Bucket.Day => new(Day(column.Start, "d MMM"), Day(column.Start, "ddd d MMM yyyy"), value, words),
        Bucket.Week => new(Day(column.Start, "d MMM"), Day(column.Start, "'week of' d MMM yyyy"), value, words),
        _ => new(Day(column.Start, "MMM yy"), Day(column.Start, "MMMM yyyy"), value, words),
    };

    private static string Day(DateOnly day, string form) => day.ToString(form, CultureInfo.InvariantCulture);

    private static string Counted(long number, string noun) => $"{Said.Number(number)} {noun}{(number == 1 ? "" : "s")}";
}
