namespace OrderLedger.Api.Dashboard.Upkeep.Access;

/// <summary>Says on a page what a key may do.</summary>
internal static class ScopeWords
{
    public static string Of(IEnumerable<string> scopes) => string.Join(", ", scopes.Select(Of));

    private static string Of(string scope) => scope switch
    {
        Scope.Push => "change orders",
        Scope.Read => "look",
        Scope.Admin => "manage",
        _ => scope,
    };
}
