namespace OrderLedger.Api.Ledger;

/// <summary>
/// Which orders a list shows. What is null or empty does not narrow it. Times are bounds on the order's creation, from
/// inclusive, to exclusive.
/// </summary>
public sealed record OrderFilter(Store Store)
{
    /// <summary>Most orders on one page.</summary>
    public const int LimitMax = 100;

    public IReadOnlyList<string> Statuses { get; init; } = [];

    public IReadOnlyList<Phase> Phases { get; init; } = [];

    public IReadOnlyList<string> PaymentStatuses { get; init; } = [];

    /// <summary>Only orders of another payment status than this one, or of none.</summary>
    public string? PaymentStatusNot { get; init; }

    public string? Source { get; init; }

    /// <summary>A tag that the order has, as <see cref="Tags.Read"/> leaves it.</summary>
    public string? Tag { get; init; }

    /// <summary>Whose work it is.</summary>
    public string? AssignedTo { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Only orders that are longer in their status than the store's limit for it.</summary>
    public bool Overdue { get; init; }

    public string? Search { get; init; }

    /// <summary>Members of the details that must be this text or number.</summary>
    public IReadOnlyList<(string Name, string Value)> Members { get; init; } = [];

    public int Limit { get; init; } = 25;

    public OrderCursor? After { get; init; }

    /// <summary>Whether nothing but status and phase narrows the list: such orders are counted already, in the KPI cells.</summary>
    public bool IsCounted =>
        PaymentStatuses.Count == 0 && PaymentStatusNot is null && Source is null && From is null && To is null && !Overdue && Search is null
        && Tag is null && AssignedTo is null && Members.Count == 0;
}

/// <summary>The last order of a page. Pages follow creation, newest first, then the id.</summary>
public sealed record OrderCursor(DateTimeOffset CreatedAt, string OrderId)
{
    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.UtcTicks}|{OrderId}"))).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    /// <summary>The cursor a page ended with, or null when it is none of ours.</summary>
    public static OrderCursor? Parse(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4);
        var bytes = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, bytes, out var length))
            return null;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split('|', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
               && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new(new(ticks, TimeSpan.Zero), parts[1])
            : null;
    }
}

/// <summary>One line of a list.</summary>
public sealed record OrderLine(string OrderId, Order Order, string? CustomerName, string? CustomerEmail);

/// <summary>A page of orders; <c>Next</c> is null on the last one.</summary>
public sealed record OrderPage(IReadOnlyList<OrderLine> Orders, OrderCursor? Next);
