using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Dashboard;

/// <summary>
/// Sends what a page lists as a table (RFC 4180, UTF-8 with a byte order mark, without which Excel reads "JÃ¼rgen"), read and sent a page
/// at a time. It takes data out of the house, so who took it is recorded, as of any export.
/// </summary>
/// <param name="List">What is listed, e.g. "orders".</param>
/// <param name="Columns">The names of the cells of a row.</param>
internal sealed record SentTable(string List, IReadOnlyList<string> Columns)
{
    private const int AtOnceMax = 4;

    private static readonly SemaphoreSlim Free = new(AtOnceMax);

    /// <summary>
    /// Records and sends it. Of the filters only the names are recorded: an action stays for good, and the words of a search may be a
    /// customer's name, which could never be erased.
    /// </summary>
    public async Task<IResult> Send(Visit visit, Actions actions,
        IEnumerable<string> filters, IAsyncEnumerable<IEnumerable<object?[]>> pages, CancellationToken stop)
    {
        if (!await Free.WaitAsync(TimeSpan.Zero, stop))
            return Page.Error(visit, 503, $"{AtOnceMax} tables are being made. This page tries again by itself.");
        try
        {
            var names = string.Join(',', filters.Distinct());
            await actions.Record(new(visit.Store.Name, ActionTypes.ExportTaken,
                AdminAction.Facts(("format", "csv"), ("list", List), ("filters", names.Length > 0 ? names : null))), visit.By, stop);
            var response = visit.Http.Response;
            response.ContentType = "text/csv; charset=utf-8";
            response.Headers.ContentDisposition =
                $"attachment; filename=\"{visit.Store.Name}-{List}-{visit.Store.DayOf(visit.Now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv\"";
            await Write(response.Body, pages, stop);
            return Results.Empty;
        }
        finally
        {
            Free.Release();
        }
    }

    private async Task Write(Stream to, IAsyncEnumerable<IEnumerable<object?[]>> pages, CancellationToken stop)
    {
        var text = new StringBuilder("\uFEFF").AppendJoin(',', Columns).Append("\r\n");
        await foreach (var page in pages.WithCancellation(stop))
        {
            foreach (var row in page)
                text.AppendJoin(',', row.Select(Csv.Cell)).Append("\r\n");
            await to.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), stop);
            text.Clear();
        }
    }
}
