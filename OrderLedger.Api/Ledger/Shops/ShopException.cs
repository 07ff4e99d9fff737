namespace OrderLedger.Api.Ledger.Shops;

/// <summary>A shop cannot be asked; the message tells the operator why and what to do.</summary>
public sealed class ShopException(string message, Exception? cause = null) : Exception(message, cause);
