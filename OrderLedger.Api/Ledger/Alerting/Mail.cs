namespace OrderLedger.Api.Ledger.Alerting;

/// <summary>A mail to one address. The id is the same at each attempt.</summary>
public sealed record Mail(Guid Id, string Store, string Address, string Title, string Text)
{
    public const string Waiting = "waiting";
    public const string Sent = "sent";
    public const string GivenUp = "given_up";

    public string State { get; init; } = Waiting;

    /// <summary>Attempts so far.</summary>
    public int Attempts { get; init; }

    /// <summary>The time of the next attempt, while it waits.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>After this no further attempt is made.</summary>
    public required DateTimeOffset Until { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>The mail server's last answer, or why there was none.</summary>
    public string? Answer { get; init; }

    /// <summary>The same text to each of the addresses, so that nobody sees the others.</summary>
    public static IReadOnlyList<Mail> ToAll(AlertSetting to, string title, string text, DateTimeOffset until) =>
        [.. to.Emails.Select(address => new Mail(Guid.CreateVersion7(), to.Store, address, title, text) { Until = until })];
}
