using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>GET /order/receipt?id=ID&amp;version=N: what GET /api/orders/{id}/receipt answers, as a file, for who is signed in.</summary>
internal static class ReceiptFile
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/order/receipt", Get);

    /// <summary>Of the event of that version; of the latest where it is null.</summary>
    public static string Url(Visit visit, string orderId, long? version) =>
        visit.Url(string.Create(CultureInfo.InvariantCulture,
            $"/order/receipt?id={Uri.EscapeDataString(orderId)}{(version is null ? "" : $"&version={version}")}"));

    private static async Task<IResult> Get(Visit visit, ReceiptReader receipts, CancellationToken stop)
    {
        var query = new Query(visit.Http.Request);
        var (id, asked) = (query.Text("id"), query.Text("version"));
        if (query.Unknown() is { } unknown)
            return Page.Error(visit, 400, unknown);
        if (id is null)
            return Page.Error(visit, 400, "id names the order.");
        if (!Numbers.TryVersion(asked, out var version))
            return Page.Error(visit, 400, "version takes a number from 1.");
        try
        {
            if (await receipts.Of(new(visit.Store.Name, id), version, stop) is not { } receipt)
                return Page.Error(visit, 404, version is null
                    ? $"There is no order {id}."
                    : $"There is no order {id} with a version {version}.");
            visit.Http.Response.Headers.ContentDisposition = $"attachment; filename=\"{FileName(id, receipt.Leaf.Version)}\"";
            return Reply.Written(json => ReceiptJson.Write(json, receipt));
        }
        catch (ProofException broken)
        {
            return Page.Error(visit, 503, broken.Message);
        }
    }

    // Of an odd id only what every system takes in the name of a file.
    private static string FileName(string id, long version) => string.Create(CultureInfo.InvariantCulture,
        $"receipt-{string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'))}-v{version}.json");
}
