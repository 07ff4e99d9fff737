namespace OrderLedger.Api.Ledger.Proving.Offline;

/// <summary>
/// Faults of a file: those that have a place in the order of places, the rest behind them. The first <see cref="ShownMax"/> are kept.
/// </summary>
internal sealed class Findings
{
    private const int ShownMax = 100;

    /// <summary>Of a place the first finding counts: the others follow from it.</summary>
    private readonly SortedDictionary<long, string> placed = [];
    private readonly List<string> general = [];
    private readonly HashSet<long> unnamed = [];

    public long Count { get; private set; }

    public IEnumerable<string> Shown => placed.Values.Concat(general).Take(ShownMax);

    public void Add(string what)
    {
        Count++;
        if (general.Count < ShownMax)
            general.Add(what);
    }

    public void Add(StreamKey stream, long version, long place, string what) =>
        Place(place, string.Create(CultureInfo.InvariantCulture, $"{stream} v{version} (place {place}): {what}"));

    /// <summary>There is nothing at these places, from one up to but not including the other.</summary>
    public void Missing(long from, long to)
    {
        for (var place = from; place < Math.Min(to, from + ShownMax); place++)
        {
            Place(place, string.Create(CultureInfo.InvariantCulture, $"place {place}: an event is missing"));
            unnamed.Add(place);
        }
        if (to > from + ShownMax)
            Place(from + ShownMax, string.Create(CultureInfo.InvariantCulture,
                $"places {from + ShownMax} to {to - 1}: events are missing"));
    }

    /// <summary>
    /// A stream lacks versions between two places. Where just as many places are empty between them, these are theirs; else it is told by
    /// itself.
    /// </summary>
    public void Missing(StreamKey stream, (long From, long To) versions, (long From, long To) places)
    {
        var empty = unnamed.Where(p => p > places.From && p < places.To).Order().ToList();
        if (empty.Count == versions.To - versions.From)
        {
            for (var i = 0; i < empty.Count; i++)
            {
                unnamed.Remove(empty[i]);
                placed.Remove(empty[i]);
                Count--;
                Add(stream, versions.From + i, empty[i], "it is missing");
            }
            return;
        }
        Place(places.To, string.Create(CultureInfo.InvariantCulture,
            $"{stream} v{versions.From} (before place {places.To}): it is missing"));
    }

    public void Place(long place, string what)
    {
        Count++;
        if (!placed.TryAdd(place, what))
            Count--;
        else if (placed.Count > ShownMax)
            placed.Remove(placed.Keys.Last());
    }
}
