using System.Security.Cryptography;
using System.Text.Json;

namespace OrderLedger.Domain.Proof;

/// <summary>
/// The hash that stands for an event's data in its leaf: SHA-256 of the canonical <c>{"data":...,"personal":"..."}</c>, where <c>data</c>
/// is all that is not personal and <c>personal</c> the salted SHA-256, in hex, of what is. Once the personal part and its salt are erased,
/// the rest still proves itself, and the hash that stays says nothing about what is gone.
/// </summary>
/// <remarks>Not for two threads at once: it keeps its buffers.</remarks>
public sealed class DataHash
{
    public const int SaltBytes = 16;

    private static readonly (string, Func<JsonProperty, bool>) PersonalDetails =
        (PersonalData.DetailsMember, m => !PersonalData.IsAmount(m));
    private static readonly (string, Func<JsonProperty, bool>) OtherDetails = (PersonalData.DetailsMember, PersonalData.IsAmount);

    private readonly CanonicalJson json = new(exactNumbers: true);

    /// <summary>Whether some of this data is personal, so that its hash wants a salt.</summary>
    public static bool IsPersonal(JsonElement data)
    {
        foreach (var member in data.EnumerateObject())
            if (PersonalData.IsFreeText(member)
                || (PersonalData.IsDetails(member) && member.Value.EnumerateObject().Any(m => !PersonalData.IsAmount(m))))
                return true;
        return false;
    }

    /// <summary>The salted hash of the personal part, or null where there is none.</summary>
    /// <param name="data">An event's data as it is stored.</param>
    /// <param name="salt">Drawn for this event alone; <see cref="SaltBytes"/> bytes.</param>
    public byte[]? OfPersonal(JsonElement data, ReadOnlySpan<byte> salt)
    {
        if (!IsPersonal(data))
            return null;
        json.Clear();
        json.Raw(salt);
        json.Members(data, m => PersonalData.IsFreeText(m) || PersonalData.IsDetails(m), PersonalDetails);
        return SHA256.HashData(json.Bytes);
    }

    /// <summary>The data's hash. What is left of erased data has the hash that the whole had.</summary>
    /// <param name="data">An event's data as it is stored.</param>
    /// <param name="personal">The salted hash of the personal part; null where there never was one.</param>
    public byte[] Of(JsonElement data, byte[]? personal)
    {
        json.Clear();
        json.Raw("{\"data\":"u8);
        json.Members(data, m => !PersonalData.IsFreeText(m), OtherDetails);
        if (personal is not null)
        {
            json.Raw(",\"personal\":"u8);
            json.Hash(personal);
        }
        json.Raw("}"u8);
        return SHA256.HashData(json.Bytes);
    }
}
