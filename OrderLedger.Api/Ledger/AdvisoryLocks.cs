namespace OrderLedger.Api.Ledger;

/// <summary>The numbers of all advisory locks of a ledger's database. No two may be the same: each would wait for the other.</summary>
internal static class AdvisoryLocks
{
    /// <summary>Changes the schema.</summary>
    public const long Migration = 0x0DE1ED6D;

    /// <summary>Writes to the ledger (<see cref="WriterLock"/>).</summary>
    public const long Writer = 0x0DE1ED6E;

    /// <summary>Carries out rebuilds.</summary>
    public const long Rebuild = 0x0DE1ED6F;

    /// <summary>Makes a checkpoint.</summary>
    public const long Checkpoint = 0x0DE1ED70;

    /// <summary>Turns events into webhook deliveries.</summary>
    public const long FanOut = 0x0DE1ED71;

    /// <summary>Looks for what people want to be alerted of.</summary>
    public const long Alerts = 0x0DE1ED74;

    /// <summary>Asks a shop: the first of two numbers; the second is a hash of the store's name.</summary>
    public const int Shop = 0x0DE1ED72;

    /// <summary>Sends webhooks: the first of two numbers; the second is made of a subscription's id, or 0 for each server.</summary>
    public const int Sender = 0x0DE1ED73;
}
