using System.Security.Cryptography;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>
/// Chains what is recorded next: each event to the one before it in its stream, and all of them in the order they are recorded. The data is
/// hashed as it was before the database saw it.
/// </summary>
/// <param name="place">The place in the tree of the next leaf.</param>
/// <param name="latest">The latest leaf of each stream that has one and gets an event; kept up to date.</param>
internal sealed class Chain(long place, IDictionary<StreamKey, byte[]> latest)
{
    private readonly DataHash hash = new();
    private readonly CanonicalJson buffer = new(exactNumbers: true);

    /// <param name="r">What is recorded; its place in the ledger does not matter.</param>
    /// <param name="type">The stored name of the event's type.</param>
    /// <param name="data">The event's JSON as it will be stored.</param>
    public LeafRow Add(Recorded r, string type, string data)
    {
        using var json = JsonDocument.Parse(data);
        return Add(new Leaf(r.Stream, r.Version, type, r.Id, r.At, r.Sender, [], null), json.RootElement);
    }

    /// <param name="subject">What is recorded, without hashes.</param>
    /// <param name="data">Its data as it is stored.</param>
    public LeafRow Add(Leaf subject, JsonElement data)
    {
        var salt = DataHash.IsPersonal(data) ? RandomNumberGenerator.GetBytes(DataHash.SaltBytes) : null;
        var personal = salt is null ? null : hash.OfPersonal(data, salt);
        var leaf = (subject with
        {
            DataHash = hash.Of(data, personal),
            Previous = latest.TryGetValue(subject.Stream, out var previous) ? previous : null,
        }).Hash(buffer);
        latest[subject.Stream] = leaf;
        return new(place++, leaf, personal, salt);
    }
}
