using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Dashboard.Session;

/// <summary>What the handler needs beside the framework's own options.</summary>
internal sealed class OidcOptions : OAuthOptions
{
    public OidcSettings Provider { get; set; } = new(null, null, null);

    public ConfigurationManager<OpenIdConnectConfiguration> Discovery { get; set; } = null!;
}

/// <summary>Why the provider's answer signs nobody in, in words that tell nothing of a person.</summary>
internal sealed class NotSignedInException(string why, Exception? cause = null) : AuthenticationFailureException(why, cause);

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
    private const int NameMax = 100;

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        try
        {
            Options.AuthorizationEndpoint = (await Discover()).AuthorizationEndpoint;
        }
        catch (InvalidOperationException away)
        {
            Logger.NotSignedIn(away.GetType().Name);
            Context.Response.Redirect(Oidc.Failed);
            return;
        }
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));
        properties.Items[Nonce] = nonce;
        return $"{base.BuildChallengeUrl(properties, redirectUri)}&nonce={nonce}";
    }

    // As the framework does it, but that a public client sends no secret, and that nothing of a refusal reaches a log.
    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = context.Code,
            ["redirect_uri"] = context.RedirectUri,
            ["client_id"] = Options.ClientId,
        };
        if (context.Properties.Items.Remove(OAuthConstants.CodeVerifierKey, out var verifier))
            fields[OAuthConstants.CodeVerifierKey] = verifier!;
        if (Options.Provider.ClientSecret is { } secret)
            fields["client_secret"] = secret;
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await Backchannel.PostAsync((await Discover()).TokenEndpoint, form, Context.RequestAborted);
        return answer.IsSuccessStatusCode
            ? OAuthTokenResponse.Success(JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(Context.RequestAborted)))
            : OAuthTokenResponse.Failed(new NotSignedInException($"The token endpoint answered {(int)answer.StatusCode}."));
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var person = await PersonIn(tokens.Response!.RootElement.GetProperty("id_token").GetString()!, properties.Items[Nonce]);
        var subject = person.FindFirst("sub")?.Value;
        var name = (person.FindFirst(Options.Provider.NameClaim)?.Value ?? subject)?.Trim();
        if (name is not { Length: > 0 and <= NameMax } || name.Any(char.IsControl)
            || person.FindAll(Options.Provider.RoleClaim).Max(c => Roles.Parse(c.Value)) is not { } highest)
            throw new NotSignedInException("The ID token has no name that can stand in a history, or names no role.");
        properties.Items.Remove(Nonce);
        properties.AllowRefresh = false;
        properties.ExpiresUtc = TimeProvider.GetUtcNow() + Cookies.IdleMax;
        var principal = Visitor.Person(name, highest);
        // In each store's own stream, where its staff looks for it. A name may be another's too, the provider's subject is one person's.
        foreach (var seat in Visitor.Of(principal, keyring, Options.Provider)?.Seats ?? [])
            await actions.Record(
                new(seat.Store.Name, ActionTypes.SignedIn, AdminAction.Facts(("by", Name), ("role", highest.Word()), ("subject", subject))),
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
            throw new NotSignedInException("The ID token does not prove itself.", read.Exception);
        }
        return nonce is not null && read.ClaimsIdentity.FindFirst(Nonce)?.Value == nonce
            ? read.ClaimsIdentity
            : throw new NotSignedInException("The ID token is the answer to another request.");
    }

    private Task<OpenIdConnectConfiguration> Discover() => Options.Discovery.GetConfigurationAsync(Context.RequestAborted);
}
