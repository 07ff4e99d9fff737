using Microsoft.AspNetCore.Http.Features;
using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>
/// The address of an order's page. Ids are the vendors': some stores take any text, so an id may hold a slash, a percent sign, or be
/// nothing but a dot.
/// </summary>
internal static class OrderUrl
{
    private const string Folder = "/orders/";

    // Between the slashes of a page's path: nothing, "dashboard", the store, "orders"; what follows is the id.
    private const int PartsBefore = 4;

    // What other pages have below /orders: an order of such an id would be taken for them.
    private static readonly HashSet<string> Taken = new(["bulk", "views"], StringComparer.OrdinalIgnoreCase);

    public static string Of(Visit visit, string orderId) => visit.Url(Path(orderId));

    /// <summary>
    /// Below the store's own address. Of an id that browsers would take for a step in the path, its page is found by a parameter.
    /// </summary>
    internal static string Path(string orderId) =>
        orderId is "." or ".." || Taken.Contains(orderId) ? $"/order?id={orderId}" : Folder + Uri.EscapeDataString(orderId);

    /// <summary>The same page with parameters, each already escaped.</summary>
    public static string Of(Visit visit, string orderId, string query)
    {
        var url = Of(visit, orderId);
        return query.Length == 0 ? url : $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
    }

    /// <summary>The id in an address; null when there is none.</summary>
    public static string? IdIn(HttpRequest request)
    {
        if (!request.RouteValues.ContainsKey("orderId"))
            return request.Query["id"] is [.., { Length: > 0 } id] ? id : null;
        // The path that routes see is half decoded: there "a%2Fb" may be the id "a/b" as well as the id "a%2Fb".
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var parts = target.Split('?')[0].Split('/', PartsBefore + 1);
        var raw = target.StartsWith('/') && parts.Length > PartsBefore
            ? Uri.UnescapeDataString(parts[PartsBefore])
            : (string?)request.RouteValues["orderId"];
        return raw is { Length: > 0 } ? raw : null;
    }
}
