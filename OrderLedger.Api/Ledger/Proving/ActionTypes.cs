namespace OrderLedger.Api.Ledger.Proving;

/// <summary>The stored names of administrative actions. A name, once written, keeps its meaning for ever.</summary>
public static class ActionTypes
{
    public const string StoreMade = "store_made";
    public const string StoreChanged = "store_changed";
    public const string StoreRemoved = "store_removed";
    public const string KeyMade = "key_made";
    public const string KeyRevoked = "key_revoked";
    public const string RebuildAsked = "rebuild_asked";
    public const string RebuildCancelled = "rebuild_cancelled";
    public const string PushReplayed = "push_replayed";
    public const string PushDismissed = "push_dismissed";
    public const string PersonalDataErased = "personal_data_erased";
    public const string LedgerSeeded = "ledger_seeded";
    public const string ExportTaken = "export_taken";
    public const string KeyRotated = "key_rotated";
    public const string ProofRestarted = "proof_restarted";
    public const string SignedIn = "signed_in";
    public const string SubscriptionMade = "subscription_made";
    public const string SubscriptionChanged = "subscription_changed";
    public const string SubscriptionRemoved = "subscription_removed";
    public const string AlertsChanged = "alerts_changed";
    public const string AlertOpened = "alert_opened";
    public const string AlertClosed = "alert_closed";

    /// <summary>The class that Marten reads each action as. An erasure is the event of the order, with the order's id.</summary>
    private static readonly Dictionary<string, Type> Classes = new()
    {
        [StoreMade] = typeof(StoreMade),
        [StoreChanged] = typeof(StoreChanged),
        [StoreRemoved] = typeof(StoreRemoved),
        [KeyMade] = typeof(KeyMade),
        [KeyRevoked] = typeof(KeyRevoked),
        [RebuildAsked] = typeof(RebuildAsked),
        [RebuildCancelled] = typeof(RebuildCancelled),
        [PushReplayed] = typeof(PushReplayed),
        [PushDismissed] = typeof(PushDismissed),
        [PersonalDataErased] = typeof(PersonalDataErased),
        [LedgerSeeded] = typeof(LedgerSeeded),
        [ExportTaken] = typeof(ExportTaken),
        [KeyRotated] = typeof(KeyRotated),
        [ProofRestarted] = typeof(ProofRestarted),
        [SignedIn] = typeof(SignedIn),
        [SubscriptionMade] = typeof(SubscriptionMade),
        [SubscriptionChanged] = typeof(SubscriptionChanged),
        [SubscriptionRemoved] = typeof(SubscriptionRemoved),
        [AlertsChanged] = typeof(AlertsChanged),
        [AlertOpened] = typeof(AlertOpened),
        [AlertClosed] = typeof(AlertClosed),
    };

    public static readonly IReadOnlyList<string> All = [.. Classes.Keys];

    /// <summary>Those that a webhook subscription can ask for beside the events of orders.</summary>
    public static readonly IReadOnlyList<string> OfAlerts = [AlertOpened, AlertClosed];

    /// <exception cref="KeyNotFoundException">There is no action of that name.</exception>
    public static Type ClassOf(string name) => Classes[name];

    /// <summary>"Namespace.Type, Assembly", as Marten writes it.</summary>
    internal static string DotNetNameOf(string name) => $"{Classes[name].FullName}, {Classes[name].Assembly.GetName().Name}";
}

/// <summary>
/// Actions of operators, as Marten reads it from the streams of tenant "*": facts in strings, each under its name. The classes have the
/// names of the stored types.
/// </summary>
public abstract class ActionFacts : Dictionary<string, string>;

public sealed class StoreMade : ActionFacts;

public sealed class StoreChanged : ActionFacts;

public sealed class StoreRemoved : ActionFacts;

public sealed class KeyMade : ActionFacts;

public sealed class KeyRevoked : ActionFacts;

public sealed class RebuildAsked : ActionFacts;

public sealed class RebuildCancelled : ActionFacts;

public sealed class PushReplayed : ActionFacts;

public sealed class PushDismissed : ActionFacts;

public sealed class LedgerSeeded : ActionFacts;

public sealed class ExportTaken : ActionFacts;

public sealed class KeyRotated : ActionFacts;

public sealed class ProofRestarted : ActionFacts;

public sealed class SignedIn : ActionFacts;

public sealed class SubscriptionMade : ActionFacts;

public sealed class SubscriptionChanged : ActionFacts;

public sealed class SubscriptionRemoved : ActionFacts;

public sealed class AlertsChanged : ActionFacts;

public sealed class AlertOpened : ActionFacts;

public sealed class AlertClosed : ActionFacts;
