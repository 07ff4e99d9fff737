namespace OrderLedger.Api.Http;

/// <summary>
/// The parameters of a GET. A parameter that nobody asked for is an error, never ignored: a filter that silently does nothing misleads. A
/// page is told of it instead, by <paramref name="leftOut"/>, and says so itself.
/// </summary>
internal sealed class Query(HttpRequest request, Action<IReadOnlyList<string>>? leftOut = null)
{
    private readonly HashSet<string> read = new(StringComparer.OrdinalIgnoreCase) { "api_key" };

    public string? One(string name) => Many(name) is [.., var last] ? last : null;

    /// <summary>The values of a parameter, given several times or separated by commas.</summary>
    public IReadOnlyList<string> Many(string name)
    {
        read.Add(name);
        return [.. request.Query[name]
            .SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
    }

    /// <summary>The value as it is, commas and all.</summary>
    public string? Text(string name)
    {
        read.Add(name);
        return request.Query[name] is [.., { Length: > 0 } last] ? last : null;
    }

    /// <summary>A whole number; 0 when it is none.</summary>
    public int Number(string name, int otherwise) =>
        One(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A sentence about the parameters nobody read, or null.</summary>
    public string? Unknown()
    {
        var unknown = request.Query.Keys.Where(k => !read.Contains(k)).ToList();
        if (unknown.Count > 0 && leftOut is not null)
        {
            leftOut(unknown);
            return null;
        }
        return unknown.Count == 0 ? null
            : $"Unknown parameter: {string.Join(", ", unknown)}. Known: {string.Join(", ", read.Where(k => k != "api_key").DefaultIfEmpty("none"))}.";
    }
}
