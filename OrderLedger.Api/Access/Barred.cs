namespace OrderLedger.Api.Access;

/// <summary>Why a caller is not let in.</summary>
public abstract record Barred
{
    /// <summary>There is no proof, or one that does not hold.</summary>
    public sealed record Unproven : Barred;

    /// <summary>The key's rate is used up; it may send again after so many seconds.</summary>
    public sealed record TooMany(int RetryAfterSeconds) : Barred;

    public sealed record OutOfScope(string Scope) : Barred;

    /// <summary>The route is one of a dialect, and the key's store speaks another.</summary>
    public sealed record OtherDialect(string Spoken, string Asked) : Barred
    {
        public string Why => $"This route speaks {Asked}; the store of this key speaks {Spoken}. Any store is pushed to under /api/orders.";
    }

    /// <summary>The answer where no vendor prints a shape.</summary>
    internal IResult Problem(HttpResponse response) => this switch
    {
        TooMany wait => Http.Problem.TooMany(response, wait.RetryAfterSeconds),
        OutOfScope missing => Http.Problem.Forbidden(missing.Scope),
        OtherDialect other => Http.Problem.Of(403, other.Why),
        _ => Http.Problem.Unauthorized(response),
    };
}
