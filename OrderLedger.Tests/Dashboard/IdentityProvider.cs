using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OrderLedger.Tests.Dashboard;

/// <summary>An OpenID provider that knows one person, on a real socket: discovery, keys, code flow with PKCE (S256).</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "orderledger";

    private readonly RSA key = RSA.Create(2048);
    private readonly WebApplication app;
    private (string Challenge, string Nonce) asked;

    private IdentityProvider(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    public string[] Roles { get; set; } = ["operator"];

    /// <summary>The nonce that the token has instead of what was asked for.</summary>
    public string? OtherNonce { get; set; }

    public string Audience { get; set; } = ClientId;

    /// <summary>Signs with a key that it does not publish.</summary>
    public bool IsForger { get; set; }

    public static async Task<IdentityProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new IdentityProvider(builder.Build());
        provider.Map();
        await provider.app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    private void Map()
    {
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = Url,
            ["authorization_endpoint"] = Url + "/authorize",
            ["token_endpoint"] = Url + "/token",
            ["jwks_uri"] = Url + "/keys",
        }));
        app.MapGet("/keys", () => Results.Json(new Dictionary<string, object> { ["keys"] = new[] { Published() } }));
        app.MapGet("/authorize", (HttpRequest request) =>
        {
            var query = request.Query;
            if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
                return Results.BadRequest();
            asked = (query["code_challenge"]!, query["nonce"]!);
            return Results.Redirect($"{query["redirect_uri"]}?code=the-code&state={Uri.EscapeDataString(query["state"]!)}");
        });
        app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]!)));
            return form["code"] == "the-code" && challenge == asked.Challenge
                ? Results.Json(new Dictionary<string, object>
                { ["access_token"] = "unused", ["token_type"] = "Bearer", ["id_token"] = Token() })
                : Results.BadRequest();
        });
    }

    private Dictionary<string, string> Published()
    {
        var part = key.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA",
            ["kid"] = "1",
            ["use"] = "sig",
            ["n"] = Base64UrlEncoder.Encode(part.Modulus!),
            ["e"] = Base64UrlEncoder.Encode(part.Exponent!),
        };
    }

    private string Token()
    {
        using var forged = RSA.Create(2048);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Url,
            Audience = Audience,
            Claims = new Dictionary<string, object>
            { ["sub"] = "7", ["name"] = "Ada Clerk", ["nonce"] = OtherNonce ?? asked.Nonce, ["roles"] = Roles },
            SigningCredentials =
                new(new RsaSecurityKey((IsForger ? forged : key).ExportParameters(true)) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
        });
    }
}
