namespace OrderLedger.Api.Dashboard.Session;

/// <summary>
/// <c>Authentication__Oidc__*</c>: the identity provider that signs people in, beside API keys. <c>RoleClaim</c> names the claim whose
/// values
/// <c>viewer</c>, <c>operator</c> and <c>admin</c> are roles here; <c>Stores</c> the stores they are for, all unless set.
/// </summary>
public sealed record OidcSettings(string? Authority, string? ClientId, string? ClientSecret)
{
    public string RoleClaim { get; init; } = "roles";

    public string NameClaim { get; init; } = "name";

    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile"];

    public IReadOnlyList<string> Stores { get; init; } = [];

    public bool IsSet => Authority is not null;

    /// <exception cref="FormatException">It is half configured; the message names what is missing.</exception>
    public static OidcSettings From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Authentication:Oidc");
        string? Text(string name) => section[name] is { Length: > 0 } text ? text : null;
        var found = new OidcSettings(Text("Authority")?.TrimEnd('/'), Text("ClientId"), Text("ClientSecret"));
        if (found.Authority is null)
            return found;
        if (found.ClientId is null)
            throw new FormatException("Authentication__Oidc__ClientId is missing: an authority alone signs nobody in.");
        return found with
        {
            RoleClaim = Text("RoleClaim") ?? found.RoleClaim,
            NameClaim = Text("NameClaim") ?? found.NameClaim,
            Scopes = Text("Scopes")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? found.Scopes,
            Stores = Text("Stores")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
        };
    }
}
