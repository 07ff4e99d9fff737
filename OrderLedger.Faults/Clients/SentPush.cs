namespace OrderLedger.Faults.Clients;

/// <summary>One push: its key is its request id and its idempotency key in every try.</summary>
/// <param name="Order">The order's id.</param>
/// <param name="Status">The status it becomes.</param>
/// <param name="Key">Of no other push.</param>
/// <param name="OccurredAt">The sender's time; null to send none.</param>
internal sealed record SentPush(int Order, string Status, string Key, DateTimeOffset? OccurredAt = null)
{
    private long version;

    /// <summary>Set by the first answer that acknowledges it.</summary>
    public bool IsAcknowledged => Version > 0;

    /// <summary>The version of its order after it; 0 while nobody acknowledged it.</summary>
    public long Version
    {
        get => Interlocked.Read(ref version);
        set => Interlocked.Exchange(ref version, value);
    }
}
