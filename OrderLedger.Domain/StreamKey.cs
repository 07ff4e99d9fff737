namespace OrderLedger.Domain;

/// <summary>
/// Names one order's stream: the store it belongs to and the vendor's own id, always as text
/// (vendors send digits, numeric-looking strings, UUIDs and ULIDs).
/// </summary>
public readonly record struct StreamKey(string Store, string OrderId)
{
    /// <summary>Longest order id taken, in characters.</summary>
    public const int OrderIdMax = 128;

    public override string ToString() => $"{Store}/{OrderId}";
}
