namespace OrderLedger.Faults.Clients;

/// <summary>Who sends, and how.</summary>
internal sealed record TrafficPlan
{
    /// <summary>Each has an order of its own.</summary>
    public int Senders { get; init; } = 16;

    /// <summary>Each push is sent so many times at once, to all servers in turn.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>So many pushes of an order are sent at once, each with the time at which it happened.</summary>
    public int Shuffled { get; init; } = 1;

    /// <summary>Between two pushes of a sender.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a sender waits for an answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(40);
}
