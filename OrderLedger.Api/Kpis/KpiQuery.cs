using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Kpis;

/// <summary>A report as the query string asks for it.</summary>
internal sealed record KpiQuery(KpiAsk Ask, Bucket? Bucket)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>The query, or the answer that says what is wrong with it.</summary>
    public static (KpiQuery? Query, IResult? Fault) Read(Query query, Store store, DateTimeOffset now)
    {
        var (shop, from, to) = (query.One("store"), query.Text("from"), query.Text("to"));
        var (currency, bucket) = (query.One("currency")?.ToUpperInvariant(), query.One("bucket"));
        var (compare, moment) = (query.One("compare"), query.Text("as_of"));
        if (query.Unknown() is { } unknown)
            return (null, Problem.Of(400, unknown));
        if (shop is not null && shop != store.Name)
            return (null, Problem.Of(404, "There is no such store for this key."));
        var period = new Period(Day(from), Day(to));
        if ((from is null) != (period.From is null) || (to is null) != (period.To is null))
            return (null, Problem.Of(400, "from and to take a day, e.g. 2026-01-31."));
        var until = moment is null ? null : AsOf.Moment(moment, store, now);
        var known = Buckets.Parse(bucket);
        var fault =
            period.First > period.Last ? "from must not be after to."
            : bucket is not null && known is null ? "bucket takes day, week or month."
            : compare is not (null or "previous") ? "compare takes previous."
            : compare is not null && (from is null || to is null) ? "compare=previous wants both from and to."
            : compare is not null && period.Before() is null ? "There are not so many days before from."
            : moment is not null && until is null
                ? "as_of takes a day or a time in ISO 8601, e.g. 2026-01-31 (in a URL a + is written %2B)."
            : until > now + Push.AheadMax ? "as_of lies in the future."
            : null;
        var ask = new KpiAsk(store, period, until ?? now)
        {
            Previous = compare is null ? null : period.Before(),
            Currency = currency,
            IsPast = until is not null,
        };
        return fault is null ? (new(ask, known), null) : (null, Problem.Of(400, fault));
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
