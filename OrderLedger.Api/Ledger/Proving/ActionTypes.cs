namespace OrderLedger.Api.Ledger.Proving;

/// <summary>The stored names of administrative actions. A name, once written, keeps its meaning for ever.</summary>
public static class ActionTypes
{
    public const string StoreMade = "store_made";
    public const string StoreChanged = "store_changed";
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

    public static readonly IReadOnlyList<string> All =
    [
        StoreMade, StoreChanged, KeyMade, KeyRevoked, RebuildAsked,
        RebuildCancelled, PushReplayed, PushDismissed, PersonalDataErased, LedgerSeeded,
        ExportTaken, KeyRotated, ProofRestarted, SignedIn,
    ];
}
