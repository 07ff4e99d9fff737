namespace OrderLedger.Api.Ledger.Writing;

/// <summary>A request on its way into the ledger: already proven, parsed and checked; what is left needs the order.</summary>
/// <remarks>Each of <c>Keys</c> names the request: one that was carried out before under any of them is not carried out again.</remarks>
public sealed record Submission(StreamKey Stream, OrderRequest Request, Rules Rules, Sender Sender,
    params IReadOnlyList<IdempotencyKey> Keys)
{
    /// <summary>Whether the answer shows the order's details, so that they come with the outcome.</summary>
    public bool ShowsDetails { get; init; }

    /// <summary>The members of the details that the answer shows; null for all.</summary>
    public IReadOnlyList<string>? Shown { get; init; }
}

/// <summary>
/// The sender's name for this request, unique within the store, and a digest of what it asked.
/// The row is written in the transaction of the events, so it is there exactly when they are.
/// </summary>
public sealed record IdempotencyKey(string Key, byte[] RequestHash)
{
    /// <summary>Longest key taken, in characters.</summary>
    public const int KeyMax = 255;

    /// <summary>A second digest that says the same: builds before 1.0 kept that of the bytes as sent. Null where there is none.</summary>
    public byte[]? HashAsSent { get; init; }

    /// <summary>Whether a request that was kept under this key with this digest asked the same.</summary>
    public bool AskedTheSame(byte[] kept) =>
        kept.AsSpan().SequenceEqual(RequestHash) || (HashAsSent is { } older && kept.AsSpan().SequenceEqual(older));
}

/// <summary>The ledger's answer to a submission, once it is committed (or will never be).</summary>
public abstract record Answer
{
    /// <summary>The result in a word, for counting.</summary>
    internal string Word => this switch
    {
        Done { Replayed: true } => "replayed",
        Done { Outcome.Kind: var kind } => kind switch
        {
            OutcomeKind.Registered => "registered",
            OutcomeKind.Changed => "changed",
            OutcomeKind.Stale => "stale",
            _ => "unchanged",
        },
        _ => "refused",
    };

    /// <summary><c>Replayed</c>: this is the first answer again, nothing was written now.</summary>
    public sealed record Done(Outcome Outcome, bool Replayed = false) : Answer;

    public sealed record Refused(Refusal Why) : Answer;

    /// <summary>Nothing speaks against it, but another of its group was refused: nothing was written.</summary>
    public sealed record Held : Answer;
}

/// <summary>
/// The ledger cannot answer now: PostgreSQL is away, the queue is full, or the server is stopping. Nothing was written, or - where
/// the connection broke at the commit - it was written once; a retry with the same idempotency key gets the one true answer.
/// </summary>
public sealed class LedgerUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
