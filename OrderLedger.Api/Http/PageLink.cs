namespace OrderLedger.Api.Http;

/// <summary>The <c>Link</c> header (RFC 8288) that leads to the next page of a list.</summary>
internal static class PageLink
{
    private static readonly HashSet<string> NotInLinks = new(StringComparer.OrdinalIgnoreCase) { "cursor", "api_key" };

    /// <summary>The request again with this cursor, and without a key.</summary>
    public static void SetNext(HttpRequest request, string cursor)
    {
        var kept = request.Query.Where(q => !NotInLinks.Contains(q.Key))
            .SelectMany(q => q.Value, (q, value) => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(value ?? "")}&");
        request.HttpContext.Response.Headers.Link = $"<{request.Path}?{string.Concat(kept)}cursor={cursor}>; rel=\"next\"";
    }
}
