namespace OrderLedger.Api.Http;

/// <summary>The <c>Link</c> header (RFC 8288) that leads to the next page of a list.</summary>
internal static class PageLink
{
    /// <summary>The request again with this cursor, and without a key.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cursor">Where the next page begins.</param>
    /// <param name="name">The parameter that takes it.</param>
    public static void SetNext(HttpRequest request, string cursor, string name = "cursor")
    {
        var kept = request.Query.Where(q => !new[] { name, "api_key" }.Contains(q.Key, StringComparer.OrdinalIgnoreCase))
            .SelectMany(q => q.Value, (q, value) => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(value ?? "")}&");
        request.HttpContext.Response.Headers.Link = $"<{request.Path}?{string.Concat(kept)}{name}={cursor}>; rel=\"next\"";
    }
}
