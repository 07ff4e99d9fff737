namespace OrderLedger.Api.Pushes;

/// <summary>
/// A whole order as it was reported, read into a request to register it; <c>Fault</c> says why it cannot be. What was left out of it stands
/// in <c>Notes</c>.
/// </summary>
internal sealed record ReportedOrder(string OrderId, RegisterOrder Request, string? Fault)
{
    public IReadOnlyList<string> Notes { get; init; } = [];

    public static ReportedOrder Wrong(string fault) => new("", new RegisterOrder(), fault);
}
