namespace OrderLedger.Domain;

/// <summary>The result of a request: events to append (none when nothing changes), or a refusal.</summary>
public abstract record Decision
{
    public sealed record Accepted(params IReadOnlyList<OrderEvent> Events) : Decision
    {
        /// <summary>Sentences for the sender on what was not taken as it was sent.</summary>
        public IReadOnlyList<string> Notes { get; init; } = [];
    }

    public sealed record Refused(Refusal Why) : Decision;
}

/// <summary>Why a request that was understood is not carried out, with the facts a sender needs to mend it.</summary>
public abstract record Refusal
{
    public sealed record UnknownOrder : Refusal;

    /// <summary>The store's policy does not let an order make this move; <c>AllowedNext</c> are the ones it does.</summary>
    public sealed record MoveNotAllowed(string From, string To, IReadOnlyList<string> AllowedNext) : Refusal;

    /// <summary>The order is not at the version the sender expected (If-Match).</summary>
    public sealed record VersionMoved(long Current) : Refusal;

    /// <summary>The order would have more than <see cref="Tags.CountMax"/> tags.</summary>
    public sealed record TooManyTags : Refusal;

    /// <summary>The idempotency key was used before, for another request.</summary>
    public sealed record KeyReused : Refusal;

    /// <summary>PostgreSQL would not store it, alone and on its own account.</summary>
    public sealed record CannotBeStored(string Detail) : Refusal;
}
