using OrderLedger.Api.Http;

namespace OrderLedger.Api.Auth;

/// <summary>What the gate says to a request.</summary>
public abstract record Admission
{
    public sealed record Granted(Caller Caller) : Admission;

    /// <summary>There is no proof, or one that does not hold.</summary>
    public sealed record Unproven : Admission;

    /// <summary>The key's bucket is empty; it holds a request again after so many seconds.</summary>
    public sealed record TooMany(int RetryAfterSeconds) : Admission;

    public sealed record OutOfScope(string Scope) : Admission;

    /// <summary>The route is one of a dialect, and the key's store speaks another.</summary>
    public sealed record OtherDialect(string Spoken, string Asked) : Admission
    {
        public string Why => $"This route speaks {Asked}; the store of this key speaks {Spoken}. Any store is pushed to under /api/orders.";
    }

    /// <summary>What one that was not granted is answered where no vendor prints a shape.</summary>
    internal IResult Refusal(HttpResponse response) => this switch
    {
        TooMany wait => Problem.TooMany(response, wait.RetryAfterSeconds),
        OutOfScope missing => Problem.Forbidden(missing.Scope),
        OtherDialect other => Problem.Of(403, other.Why),
        _ => Problem.Unauthorized(response),
    };
}
