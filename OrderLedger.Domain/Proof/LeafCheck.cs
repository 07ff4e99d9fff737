using System.Text.Json;

namespace OrderLedger.Domain.Proof;

/// <summary>What the leaf of an event must be, from the event as it stands. Not for two threads at once.</summary>
public sealed class LeafCheck
{
    private readonly DataHash hash = new();
    private readonly CanonicalJson buffer = new(exactNumbers: true);

    /// <summary>The leaf's hash; null where the personal part is there and what proves it is not.</summary>
    /// <param name="subject">The event, with the leaf before it in its stream and without the hash of its data.</param>
    /// <param name="data">Its data as it stands.</param>
    /// <param name="personal">The hash of the personal part as it is kept, which counts only where that part was erased.</param>
    /// <param name="salt">The salt, or null where nothing is personal or it was erased.</param>
    public byte[]? Expected(Leaf subject, JsonElement data, byte[]? personal, byte[]? salt)
    {
        if (salt is null && DataHash.IsPersonal(data))
            return null;
        var proven = salt is null ? personal : hash.OfPersonal(data, salt);
        return (subject with { DataHash = hash.Of(data, proven) }).Hash(buffer);
    }

    /// <summary>Whether this says that the personal part was there once.</summary>
    public static bool IsErased(byte[]? personal, byte[]? salt) => personal is not null && salt is null;
}
