namespace Plain;

public sealed record OrderRegistered(string Number, string Status, string? Total, string? Currency);

public sealed record StatusChanged(string From, string To);

/// <summary>The order as its events make it.</summary>
public sealed class Order
{
    /// <summary>Any of the nine may follow any other.</summary>
    public static readonly string[] Statuses =
        ["pending", "processing", "completed", "on-hold", "cancelled", "refunded", "failed", "checkout-draft", "draft"];

    public string Id { get; set; } = "";

    public string Number { get; set; } = "";

    public string Status { get; set; } = "";

    public string? Total { get; set; }

    public string? Currency { get; set; }

    public void Apply(OrderRegistered registered) =>
        (Number, Status, Total, Currency) = (registered.Number, registered.Status, registered.Total, registered.Currency);

    public void Apply(StatusChanged changed) => Status = changed.To;
}
