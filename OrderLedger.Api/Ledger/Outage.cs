using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// Tells a database that is away from a fault of ours. The first is expected: the log says it once and without a stack trace.
/// </summary>
internal static class Outage
{
    /// <summary>
    /// Whether this failed because the database cannot be reached, is starting, is shutting down or is full of connections. An
    /// <see cref="IOException"/> alone may as well be a folder's, and is none.
    /// </summary>
    public static bool Is(Exception failure) => failure switch
    {
        PostgresException refused => refused.SqlState is ['0', '8', ..] or ['5', '7', 'P', ..] or PostgresErrorCodes.TooManyConnections,
        IOException => false,
        _ => failure is LedgerUnavailableException || Database.IsAway(failure),
    };

    /// <summary>The failure as the log shows it, with its stack trace; null of an outage.</summary>
    public static Exception? Traced(Exception failure) => Is(failure) ? null : failure;
}
