using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Storage.Proving;

namespace OrderLedger.Api.Dashboard.Session;

/// <summary>What the handler needs beside the framework's own options.</summary>
internal sealed class OidcOptions : OAuthOptions
{
    public OidcSettings Provider { get; set; } = new(null, null, null);

    public ConfigurationManager<OpenIdConnectConfiguration> Discovery { get; set; } = null!;
}

/// <summary>
/// OpenID Connect's code flow (Core 1.0, section 3.1): the framework's OAuth handler with state and PKCE; the endpoints from the provider's
/// discovery document, a nonce, and the ID token checked against the provider's keys. Who has no role here is not signed in.
/// </summary>
internal sealed class OidcHandler(IOptionsMonitor<OidcOptions> options, ILoggerFactory log, UrlEncoder encoder, Actions actions, Keyring keyring)
    : OAuthHandler<OidcOptions>(options, log, encoder)
{
    public const string Name = "oidc";

    private const string Nonce = "nonce";
    private const int NonceBytes = 16;

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Options.AuthorizationEndpoint = (await Discover()).AuthorizationEndpoint;
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));
        properties.Items[Nonce] = nonce;
        return $"{base.BuildChallengeUrl(properties, redirectUri)}&nonce={nonce}";
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        Options.TokenEndpoint = (await Discover()).TokenEndpoint;
        return await base.ExchangeCodeAsync(context);
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var person = await PersonIn(tokens.Response!.RootElement.GetProperty("id_token").GetString()!, properties.Items[Nonce]);
        var name = person.FindFirst(Options.Provider.NameClaim)?.Value ?? person.FindFirst("sub")?.Value;
        var roles = person.FindAll(Options.Provider.RoleClaim).Select(c => Enum.TryParse<Role>(c.Value, ignoreCase: true, out var role) ? role : (Role?)null);
        if (name is not { Length: > 0 } || roles.Max() is not { } highest)
            throw new AuthenticationFailureException($"The ID token names nobody, or no role in its claim '{Options.Provider.RoleClaim}'.");
        properties.Items.Remove(Nonce);
        var principal = Visitor.Person(name, highest, Options.Provider.Stores);
        // In each store's own stream, where its staff looks for it.
        foreach (var seat in Visitor.Of(principal, keyring)?.Seats ?? [])
            await actions.Record(
                new(seat.Store.Name, ActionTypes.SignedIn, AdminAction.Facts(("by", Name), ("role", highest.ToString().ToLowerInvariant()))),
                new Sender(name, "dashboard", Context.TraceIdentifier), Context.RequestAborted);
        return new(principal, properties, Name);
    }

    private async Task<ClaimsIdentity> PersonIn(string idToken, string? nonce)
    {
        var provider = await Discover();
        var read = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            ValidIssuer = provider.Issuer,
            ValidAudience = Options.ClientId,
            IssuerSigningKeys = provider.SigningKeys,
            RequireSignedTokens = true,
        });
        if (!read.IsValid)
        {
            // The provider may have new keys; the next try knows them.
            Options.Discovery.RequestRefresh();
            throw new AuthenticationFailureException("The ID token does not prove itself.", read.Exception);
        }
        return nonce is not null && read.ClaimsIdentity.FindFirst(Nonce)?.Value == nonce
            ? read.ClaimsIdentity
            : throw new AuthenticationFailureException("The ID token is the answer to another request.");
    }

    private Task<OpenIdConnectConfiguration> Discover() => Options.Discovery.GetConfigurationAsync(Context.RequestAborted);
}
