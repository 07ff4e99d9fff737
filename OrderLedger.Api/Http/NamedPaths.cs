namespace OrderLedger.Api.Http;

/// <summary>
/// Paths without parameters, e.g. <c>/api/orders/update-status</c>. Asked for with a method that none of their routes has, such a path
/// would be taken by a route with an id in its place, and answered with an order that is not there. Here it is 405 and names the right
/// methods.
/// </summary>
internal sealed class NamedPaths(IEnumerable<EndpointDataSource> sources)
{
    private readonly Lazy<Dictionary<string, string>> methods = new(() => sources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.Parameters.Count == 0 && e.RoutePattern.RawText?.TrimStart('/').Length > 0)
        .GroupBy(e => "/" + e.RoutePattern.RawText!.Trim('/'), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, Methods, StringComparer.OrdinalIgnoreCase));

    public Task Ask(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is not RouteEndpoint { RoutePattern.Parameters.Count: > 0 }
            || !methods.Value.TryGetValue(http.Request.Path.Value!.TrimEnd('/'), out var allowed) || allowed.Length == 0)
            return next(http);
        http.Response.Headers.Allow = allowed;
        http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }

    private static string Methods(IEnumerable<RouteEndpoint> endpoints) => string.Join(", ", endpoints
        .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Distinct().Order(StringComparer.Ordinal));
}
