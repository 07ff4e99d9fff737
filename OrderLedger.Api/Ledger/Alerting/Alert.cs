namespace OrderLedger.Api.Ledger.Alerting;

/// <summary>The kinds of alerts, as they are stored and shown.</summary>
public static class AlertKinds
{
    public const string OrderOverdue = "order_overdue";
    public const string PushesRefused = "pushes_refused";
    public const string SourceSilent = "source_silent";
    public const string Drift = "drift";
    public const string ProofFailed = "proof_failed";
    public const string SubscriptionOff = "subscription_off";

    public static readonly IReadOnlyList<string> All =
        [OrderOverdue, PushesRefused, SourceSilent, Drift, ProofFailed, SubscriptionOff];
}

/// <summary>Something that is wrong now.</summary>
/// <param name="Kind">One of <see cref="AlertKinds"/>.</param>
/// <param name="Subject">The order, source or subscription that it is about; empty where it is the store.</param>
/// <param name="Text">A sentence for a person, without anything of a customer.</param>
/// <param name="Link">The address of the page that shows it.</param>
public sealed record Wrong(string Kind, string Subject, string Text, string Link);

/// <summary>Something that was found wrong and told once, and since when; <c>ClosedAt</c> is null while it lasts.</summary>
public sealed record Alert(Guid Id, string Store, Wrong Wrong, DateTimeOffset OpenedAt)
{
    public DateTimeOffset? ClosedAt { get; init; }
}
