namespace OrderLedger.Api.Ledger.Proving;

/// <summary>A receipt as it is handed out, whichever way: what a verifier elsewhere reads (docs/proof.md).</summary>
internal static class ReceiptJson
{
    public static void Write(Utf8JsonWriter json, Receipt receipt)
    {
        json.WriteStartObject();
        json.WriteString("order_id", receipt.Leaf.Stream.OrderId);
        json.WriteNumber("version", receipt.Leaf.Version);
        json.WritePropertyName("entry");
        json.WriteRawValue(receipt.Leaf.Entry());
        json.WritePropertyName("data");
        json.WriteRawValue(receipt.Data);
        Hash(json, "salt", receipt.Salt);
        Hash(json, "personal", receipt.Personal);
        Hash(json, "leaf", receipt.Hash);
        json.WriteNumber("place", receipt.Place);
        json.WriteNumber("tree_size", receipt.Checkpoint.Size);
        json.WriteStartArray("inclusion");
        foreach (var part in receipt.Path)
            json.WriteStringValue(Convert.ToHexStringLower(part));
        json.WriteEndArray();
        json.WriteString("checkpoint", receipt.Checkpoint.Note);
        json.WriteEndObject();
    }

    private static void Hash(Utf8JsonWriter json, string name, byte[]? hash)
    {
        if (hash is null)
            json.WriteNull(name);
        else
            json.WriteString(name, Convert.ToHexStringLower(hash));
    }
}
