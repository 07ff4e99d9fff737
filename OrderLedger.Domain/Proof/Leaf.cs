using System.Globalization;

namespace OrderLedger.Domain.Proof;

/// <summary>
/// The proof's record of one event: everything that is recorded of it but its place in the ledger, which is the leaf's place in the tree.
/// <c>Stream</c> is an order's id, or the name of the stream of administrative actions; <c>DataHash</c> is <see cref="DataHash"/>'s;
/// <c>Previous</c> the leaf of the same stream's event before it, null for the first. Hashes are 32 bytes of SHA-256.
/// </summary>
public sealed record Leaf(StreamKey Stream, long Version, string Type, Guid EventId, DateTimeOffset At, Sender Sender, byte[] DataHash,
    byte[]? Previous)
{
    /// <summary>The canonical JSON (RFC 8785) that the tree's leaf is the hash of.</summary>
    public byte[] Entry()
    {
        var json = new CanonicalJson(exactNumbers: true);
        WriteTo(json);
        return json.Bytes.ToArray();
    }

    /// <summary>SHA-256 of a zero byte and the entry (RFC 6962, section 2.1).</summary>
    /// <param name="json">Is cleared first; lent so that many leaves need one buffer.</param>
    public byte[] Hash(CanonicalJson json)
    {
        json.Clear();
        json.Raw([MerkleTree.LeafPrefix]);
        WriteTo(json);
        return System.Security.Cryptography.SHA256.HashData(json.Bytes);
    }

    // The names stand in the order of RFC 8785 already.
    private void WriteTo(CanonicalJson json)
    {
        json.Raw("{\"actor\":"u8);
        json.Text(Sender.Actor);
        json.Raw(",\"data_hash\":"u8);
        json.Hash(DataHash);
        Member(json, ",\"delivery_id\":"u8, Sender.DeliveryId);
        Member(json, ",\"event_id\":"u8, EventId.ToString());
        if (Previous is not null)
        {
            json.Raw(",\"prev\":"u8);
            json.Hash(Previous);
        }
        Member(json, ",\"request_id\":"u8, Sender.RequestId);
        Member(json, ",\"source\":"u8, Sender.Source);
        Member(json, ",\"stream\":"u8, Stream.OrderId);
        Member(json, ",\"tenant\":"u8, Stream.Store);
        Member(json, ",\"ts\":"u8, At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        Member(json, ",\"type\":"u8, Type);
        json.Raw(",\"version\":"u8);
        json.Raw(System.Text.Encoding.ASCII.GetBytes(Version.ToString(CultureInfo.InvariantCulture)));
        json.Raw("}"u8);
    }

    private static void Member(CanonicalJson json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
            return;
        json.Raw(name);
        json.Text(value);
    }
}
