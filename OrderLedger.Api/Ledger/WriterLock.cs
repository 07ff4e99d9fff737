namespace OrderLedger.Api.Ledger;

/// <summary>The advisory lock that makes its holder the only one that writes to the ledger, in all processes.</summary>
internal static class WriterLock
{
    public const long Number = AdvisoryLocks.Writer;

    internal const string Taken = "pg_advisory_xact_lock(232910190), set_config('idle_in_transaction_session_timeout', '20s', true)";

    /// <summary>
    /// Takes the lock for the transaction under way. A holder that says nothing for 20 s loses it: a host that vanished would hold it until
    /// the database's operating system misses it, which takes hours.
    /// </summary>
    public const string Take = $"select {Taken}";
}
