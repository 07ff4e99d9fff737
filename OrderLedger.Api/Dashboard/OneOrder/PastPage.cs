using OrderLedger.Api.Dashboard.Parts;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Auditing;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>The same page at another time: the order as it was after one of its events, or as it was shown at a moment.</summary>
internal static class PastPage
{
    private const int DayLength = 10;

    /// <summary>Which order when; one of version and moment is given.</summary>
    public sealed record Asked(string Id, long? Version, string? Moment, long? Before);

    public static async Task<IResult> Show(Visit visit, OneOrderPage.Kept kept, Asked asked, CancellationToken stop)
    {
        var stream = new StreamKey(visit.Store.Name, asked.Id);
        PastOrder? past;
        if (asked.Version is { } version)
        {
            past = await kept.Past.At(stream, version, stop);
        }
        else
        {
            if (Moment(visit, asked.Moment!) is not { } moment)
                return Page.Error(visit, 400,
                    "as_of takes a day or a time, e.g. 2026-01-31T09:30 (by the store's clock unless it names a zone).");
            if (moment > visit.Now + Push.AheadMax)
                return Page.Error(visit, 400, "as_of lies in the future.");
            past = await kept.Past.AsOf(stream, moment, stop);
        }
        if (past is null)
            return await Nothing(visit, kept, asked, stop);
        return Page.Of<OneOrderView>(visit, new OneOrderModel(asked.Id, past.Order, past.Details)
        {
            Past = past.Last,
            Latest = (await kept.Ledger.Current(stream, stop))?.Version ?? past.Order.Version,
            Timeline = await OneOrderPage.Timeline(visit, kept, (stream, past.Order.Version), asked.Before, stop),
            Neighbours = await kept.Timeline.Around(stream, past.Order.CreatedAt, stop),
            IsErased = await kept.Timeline.IsErased(stream, stop),
        });
    }

    // A day means its last moment.
    private static DateTimeOffset? Moment(Visit visit, string text) => text.Length == DayLength
        ? JsonMembers.Until(text, visit.Store.TimeZone)?.AddMicroseconds(-1) is { } last && last > visit.Now
            && visit.Store.DayOf(last) == visit.Store.DayOf(visit.Now)
            ? visit.Now
            : JsonMembers.Until(text, visit.Store.TimeZone)?.AddMicroseconds(-1)
        : JsonMembers.Time(text, visit.Store.TimeZone);

    private static async Task<IResult> Nothing(Visit visit, OneOrderPage.Kept kept, Asked asked, CancellationToken stop)
    {
        var stream = new StreamKey(visit.Store.Name, asked.Id);
        if (await kept.Ledger.Current(stream, stop) is not { } order)
            return OneOrderPage.NoOrder(visit, asked.Id);
        if (asked.Version is not null)
            return Page.Error(visit, 404, $"Order {order.Number} has the versions 1 to {order.Version}.");
        var first = (await kept.Timeline.Page(stream, 2, 1, stop))[0].Recorded.At;
        return Page.Error(visit, 404,
            $"Order {order.Number} was not known then: it was registered at {Said.Exact(first, visit.Store.TimeZone)}.");
    }
}
