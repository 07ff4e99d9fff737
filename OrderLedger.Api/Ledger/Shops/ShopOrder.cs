namespace OrderLedger.Api.Ledger.Shops;

/// <summary>An order that is written to its shop, as the shop said it last.</summary>
/// <param name="Status">Its status in the shop.</param>
/// <param name="ModifiedAt">The shop's time of its last modification; null while it is not known.</param>
/// <param name="Writing">The status that is being written to it; null when none is.</param>
/// <param name="IsOurs">Whether the ledger has its status from somebody else than the shop.</param>
public sealed record ShopOrder(string Status, DateTimeOffset? ModifiedAt, string? Writing, bool IsOurs);

/// <summary>Something new that a shop said of an order, after the ledger has decided on it.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Status">Its status in the shop.</param>
/// <param name="ModifiedAt">The shop's time.</param>
/// <param name="Differs">Whether the ledger has another status, which is to be written.</param>
public sealed record ShopSaid(string OrderId, string Status, DateTimeOffset ModifiedAt, bool Differs);

/// <summary>A status that could not be written to the shop yet, or at all.</summary>
/// <param name="Why">What the shop answered, and what to do.</param>
/// <param name="Status">The HTTP status; null where no answer came, or none was asked for.</param>
/// <param name="TriedAt">The time of the last attempt.</param>
/// <param name="NextAt">The time of the next one; null when it was given up.</param>
public sealed record ShopRefusal(string Why, int? Status, DateTimeOffset TriedAt, DateTimeOffset? NextAt);
