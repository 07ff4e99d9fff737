namespace OrderLedger.Api.Access;

/// <summary>Who proved to be calling: a key of one store. Its name is the actor in the history.</summary>
public sealed record Caller(Store Store, string KeyId, string Name, IReadOnlyList<string> Scopes)
{
    /// <summary>A key of scope <c>admin</c> may do everything within its store.</summary>
    public bool May(string scope) => Scopes.Contains(scope) || Scopes.Contains(Scope.Admin);

    /// <summary>As what the caller does by one request is recorded. The source is the dialect of a push, or the API itself.</summary>
    public Sender By(string requestId, string source = "api") => new(Name, source, requestId);
}

/// <summary>The scopes a key may have.</summary>
public static class Scope
{
    public const string Push = "push";
    public const string Read = "read";
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Push, Read, Admin];
}
