using System.Collections.Concurrent;

namespace OrderLedger.Api.Ledger.Verifying;

/// <summary>
/// The places where a running server found that what is shown is not what the events say, until the same place is looked at again and found
/// right.
/// </summary>
public sealed class Drift
{
    /// <summary>Most places kept; one that is not kept is found again once others are mended.</summary>
    private const int PlacesMax = 10_000;

    private readonly ConcurrentDictionary<string, IReadOnlyList<Fault>> places = new();

    public int Count => places.Values.Sum(f => f.Count);

    /// <summary>Something that was found in a store, or null.</summary>
    public Fault? Of(string store) => places.Values.Select(f => f[0]).FirstOrDefault(f => f.Store == store);

    /// <summary>Takes a place as found, because an earlier server found it: it is looked at again soon. Null as order: the sums.</summary>
    public void Remember(string store, string? orderId) =>
        places.TryAdd(PlaceOf(store, orderId), [new(store, orderId, "as an earlier server found", "", "")]);

    /// <summary>The name of the place of an order, or of a store's sums.</summary>
    internal static string PlaceOf(string store, string? orderId) => orderId is null ? $"{store} kpi" : $"{new StreamKey(store, orderId)}";

    /// <summary>Some of the streams where something was found, to be looked at again.</summary>
    internal IReadOnlyList<StreamKey> Streams(int most) => [.. places.Values.Select(f => f[0]).Where(f => f.OrderId is not null)
        .OrderBy(_ => Random.Shared.Next()).Take(most).Select(f => new StreamKey(f.Store, f.OrderId!))];

    /// <summary>A store whose sums differed, or null.</summary>
    internal string? StoreOfSums => places.Values.Select(f => f[0]).FirstOrDefault(f => f.OrderId is null)?.Store;

    /// <summary>Notes what was found at a place; an empty list clears it. Returns the faults that were not known yet.</summary>
    internal IReadOnlyList<Fault> Set(string place, IReadOnlyList<Fault> found)
    {
        if (found.Count == 0)
        {
            places.TryRemove(place, out _);
            return [];
        }
        var known = places.GetValueOrDefault(place) ?? [];
        if (places.Count < PlacesMax || known.Count > 0)
            places[place] = found;
        return [.. found.Where(f => known.All(k => k.Field != f.Field))];
    }
}
