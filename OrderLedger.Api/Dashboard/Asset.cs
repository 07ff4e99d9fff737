using System.Reflection;
using System.Security.Cryptography;

namespace OrderLedger.Api.Dashboard;

/// <summary>
/// The files that pages load: style sheets, scripts, the icon. Embedded, so the server needs no folder beside it; under an address that
/// names their content, so a browser keeps them until they change.
/// </summary>
internal static class Asset
{
    private const string Prefix = "OrderLedger.Api.Dashboard.Assets.";

    private static readonly Dictionary<string, byte[]> Files = typeof(Asset).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(n => n[Prefix.Length..], Read);

    private static readonly string Version = Convert.ToHexStringLower(
        SHA256.HashData([.. Files.OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => f.Value)]))[..12];

    /// <summary>Where a page finds the file.</summary>
    public static string Url(string name) => $"/assets/{Version}/{name}";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/assets/{version}/{name}", Get);

    private static IResult Get(string version, string name, HttpResponse response)
    {
        if (!Files.TryGetValue(name, out var file))
            return Results.NotFound();
        response.Headers.XContentTypeOptions = "nosniff";
        // An old page may ask for an old version: it gets the new file, but must not keep it.
        response.Headers.CacheControl = version == Version ? "public, max-age=31536000, immutable" : "no-store";
        return Results.Bytes(file, Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        });
    }

    private static byte[] Read(string name)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }
}
