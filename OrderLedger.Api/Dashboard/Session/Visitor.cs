using System.Security.Claims;

namespace OrderLedger.Api.Dashboard.Session;

/// <summary>The rights of a visitor: look; change orders and take care of refused pushes; everything else of the store, too.</summary>
public enum Role { Viewer, Operator, Admin }

/// <summary>Roles as they are spelled.</summary>
internal static class Roles
{
    private static readonly string[] Words = ["viewer", "operator", "admin"];

    public static string Word(this Role role) => Words[(int)role];

    /// <summary>The role of that name, whatever its case; null for everything else, numbers too.</summary>
    public static Role? Parse(string? word) =>
        Array.FindIndex(Words, w => w.Equals(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var i ? (Role)i : null;
}

/// <summary>A store a visitor may see, by which name they act there and in which role.</summary>
public sealed record Seat(Store Store, string Name, Role Role)
{
    /// <summary>Whether the name is a person's: then it stands in the history, and in no log.</summary>
    public bool IsPerson { get; init; }
}

/// <summary>
/// Who is signed in, as the cookie says it and the keyring confirms at each request: a key that was revoked since opens nothing. Somebody
/// may be signed in with several keys, one for each store; who came by OpenID Connect has one role in the stores that are named, or in all.
/// </summary>
public sealed record Visitor(IReadOnlyList<Seat> Seats)
{
    private const string Key = "key";
    private const string Role = "role";

    /// <summary>Most keys one cookie carries.</summary>
    public const int KeysMax = 20;

    /// <summary>The identity to be kept in the cookie of somebody who showed this key, beside what they had shown before.</summary>
    public static ClaimsPrincipal WithKey(ClaimsPrincipal? before, string keyId)
    {
        var keys = (before is null ? [] : KeysOf(before)).Append(keyId).Distinct().TakeLast(KeysMax).Select(id => new Claim(Key, id));
        var others = before?.Claims.Where(c => c.Type != Key) ?? [];
        return new(new ClaimsIdentity([.. others, .. keys], "key"));
    }

    /// <summary>The identity of a person, in one role. In which stores, the settings say at each request.</summary>
    public static ClaimsPrincipal Person(string name, Role role) =>
        new(new ClaimsIdentity([new(ClaimTypes.Name, name), new(Role, role.Word())], "oidc"));

    /// <summary>The ids of the keys that were shown.</summary>
    public static IEnumerable<string> KeysOf(ClaimsPrincipal user) => user.FindAll(Key).Select(c => c.Value);

    /// <summary>Null when nothing that was shown opens a store any more.</summary>
    public static Visitor? Of(ClaimsPrincipal user, Keyring keyring, OidcSettings oidc)
    {
        var seats = KeysOf(user).Select(keyring.CallerNamed).OfType<Caller>()
            .Where(c => c.May(Scope.Read)).Select(c => new Seat(c.Store, c.Name, RoleOf(c)));
        if (oidc.IsSet && user.Identity?.Name is { } name && Roles.Parse(user.FindFirstValue(Role)) is { } role)
            seats = seats.Concat(keyring.Stores.Where(s => oidc.Stores.Count == 0 || oidc.Stores.Contains(s.Name))
                .Select(s => new Seat(s, name, role) { IsPerson = true }));
        var each = seats.GroupBy(s => s.Store.Name).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.MaxBy(s => s.Role)!).ToList();
        return each.Count == 0 ? null : new(each);
    }

    private static Role RoleOf(Caller caller) =>
        caller.May(Scope.Admin) ? Session.Role.Admin : caller.May(Scope.Push) ? Session.Role.Operator : Session.Role.Viewer;
}
