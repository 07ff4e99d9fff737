using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard.Upkeep;

/// <summary>The query of a page that stands in its address, to be gone on with.</summary>
internal static class Address
{
    /// <summary>
    /// The query of this request with some parameters set or, where null, without them; empty parameters are left out. Begins with "?" or
    /// is empty.
    /// </summary>
    public static string With(Visit visit, params (string Name, string? Value)[] changes)
    {
        var kept = visit.Http.Request.Query
            .Where(q => !visit.LeftOut.Contains(q.Key) && !changes.Any(c => c.Name.Equals(q.Key, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(q => q.Value, (q, value) => (Name: q.Key, Value: value));
        return Query([.. kept.Concat(changes)]);
    }

    /// <summary>The query of these parameters; empty ones are left out. Begins with "?" or is empty.</summary>
    public static string Query(params IReadOnlyList<(string Name, string? Value)> parameters)
    {
        var all = parameters.Where(p => !string.IsNullOrEmpty(p.Value))
            .Select(p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value!)}").ToList();
        return all.Count == 0 ? "" : "?" + string.Join('&', all);
    }

    /// <summary>The parameters of this request that say something, but for these.</summary>
    public static IEnumerable<string> Names(Visit visit, params string[] but) =>
        visit.Http.Request.Query.Keys.Where(name => Said(visit, name) is not null && !but.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Reads a parameter of this request, for the field it came from.</summary>
    public static string? Said(Visit visit, string name) => visit.Http.Request.Query[name] is [.., { Length: > 0 } last] ? last : null;
}
