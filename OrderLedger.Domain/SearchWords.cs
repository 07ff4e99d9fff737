namespace OrderLedger.Domain;

/// <summary>
/// The words an order is found by: number, id, customer's name and e-mail, lower-case. A search matches their beginnings.
/// </summary>
public static class SearchWords
{
    private const int WordMax = 100;

    /// <summary>At most so many words of a search are looked at.</summary>
    private const int AskedMax = 8;

    private static readonly char[] Edges = ['#', '.', ',', ';', ':', '"', '\'', '(', ')', '<', '>'];

    /// <summary>Separated by one space.</summary>
    public static string Of(OrderDetails details) =>
        string.Join(' ', Split($"{details.Id} {details.Number} {details.CustomerName} {details.CustomerEmail}").Distinct());

    /// <summary>The search as a tsquery in its own notation, or null when it holds no word.</summary>
    /// <param name="search">As it was written.</param>
    /// <param name="beginningMin">Shorter words match only themselves: what begins with one letter is read for longer than anybody
    /// waits.</param>
    public static string? Query(string search, int beginningMin = 1)
    {
        var words = Split(search).Take(AskedMax).ToList();
        return words.Count == 0 ? null : string.Join(" & ", words.Select(w =>
            $"'{w.Replace("\\", "\\\\").Replace("'", "''")}'" + (w.Length < beginningMin ? "" : ":*")));
    }

    private static IEnumerable<string> Split(string text) => text.ToLowerInvariant()
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Select(w => w.Trim(Edges))
        .Where(w => w.Length > 0)
        .Select(w => w.Length > WordMax ? w[..WordMax] : w);
}
