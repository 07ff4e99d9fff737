using System.Text.Json;

namespace OrderLedger.Domain.Proof;

/// <summary>Says what the leaf of an event must be, from the event as it stands. Not for two threads at once.</summary>
public sealed class LeafCheck
{
    private readonly DataHash hash = new();
    private readonly CanonicalJson buffer = new(exactNumbers: true);

    /// <summary>The leaf's hash; null where what is kept of the personal part does not fit the data.</summary>
    /// <param name="subject">The event, with the leaf before it in its stream and without the hash of its data.</param>
    /// <param name="data">Its data as it stands.</param>
    /// <param name="personal">The hash of the personal part as it is kept; null where there never was one.</param>
    /// <param name="salt">The salt, or null where nothing is personal or it was erased.</param>
    public byte[]? Expected(Leaf subject, JsonElement data, byte[]? personal, byte[]? salt)
    {
        if (!IsErased(data, personal, salt))
        {
            var found = salt is null ? null : hash.OfPersonal(data, salt);
            if (DataHash.IsPersonal(data) != (found is not null) || !Same(found, personal))
                return null;
        }
        return (subject with { DataHash = hash.Of(data, personal) }).Hash(buffer);
    }

    /// <summary>Whether this says that the personal part was there once, and is gone with its salt.</summary>
    public static bool IsErased(JsonElement data, byte[]? personal, byte[]? salt) =>
        personal is not null && salt is null && !DataHash.IsPersonal(data);

    public static bool Same(byte[]? one, byte[]? other) =>
        one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);
}
