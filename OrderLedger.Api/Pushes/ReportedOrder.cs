namespace OrderLedger.Api.Pushes;

/// <summary>A whole order as it was reported, read into a request to register it; <c>Fault</c> says what could not be read.</summary>
internal sealed record ReportedOrder(string OrderId, RegisterOrder Request, string? Fault);
