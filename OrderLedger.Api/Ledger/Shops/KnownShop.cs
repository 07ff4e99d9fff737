namespace OrderLedger.Api.Ledger.Shops;

/// <summary>
/// A shop that can be asked for its orders: its address, and what it wants for proof, encrypted. <c>CaughtUpTo</c> is the shop's time of
/// the change that was seen last.
/// </summary>
public sealed record KnownShop(string Store, string Url, byte[] Credentials, DateTimeOffset CaughtUpTo)
{
    /// <summary>When the shop was asked last, and answered or not; null when it never was.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>Why it did not answer, in a sentence for the operator; null when it did.</summary>
    public string? Problem { get; init; }
}

/// <summary>How far an import came: the query it was begun with, and the last page that is in the ledger.</summary>
public sealed record ImportPosition(string From, int Page);
