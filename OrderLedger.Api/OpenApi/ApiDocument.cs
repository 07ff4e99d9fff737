using Microsoft.OpenApi;

namespace OrderLedger.Api.OpenApi;

/// <summary>
/// /openapi/v1.json and the page for people at /docs: the mapped routes, each as a file in an <c>examples</c> folder describes it.
/// </summary>
public static class ApiDocument
{
    internal const string KeyHeader = "apiKeyHeader";
    internal const string KeyQuery = "apiKeyQuery";
    internal const string Bearer = "bearer";
    internal const string Signature = "wooSignature";
    internal const string AwalSignature = "awalSignature";

    private const string About = """
        An event-sourced ledger of order statuses. A shop pushes a status; the ledger decides, records events, and shows what they add up to.

        A key belongs to one store and names it: no route takes the store from anywhere else, except the WooCommerce webhook, whose
        signature is checked with the secret of the store in its path. An order of another store is answered 404. The routes of WizCommerce, Awal,
        Whatalo and Genuka ask for their vendor's own proof, with a key of a store of this dialect; a key of any other store is answered 403.

        Scopes: `push` for writing, `read` for GET, `admin` for both. Every answer carries `X-Request-Id`: the sender's own, where it sent
        a plain one of up to 64 letters, digits, `-`, `_` and `.`, else one of ours. It is the `request_id` of the events in the history.

        A key has a rate: `RateLimit-Policy`, `RateLimit` and `X-RateLimit-*` tell it on every answer; beyond it the answer is 429 with `Retry-After`.

        Errors are `application/problem+json` (RFC 9457) with an `error` string, or, where the vendor prints a shape, that shape.
        A 503 carries `Retry-After`; a retry with the same `Idempotency-Key` gets the one true answer.
        """;

    private static readonly Lazy<IReadOnlyDictionary<string, ApiOperation>> Described = new(ApiFiles.Read);

    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", document =>
    {
        document.AddDocumentTransformer((whole, _, _) =>
        {
            Introduce(whole);
            return Task.CompletedTask;
        });
        document.AddOperationTransformer((operation, context, _) =>
        {
            var route = $"{context.Description.HttpMethod} /{context.Description.RelativePath}";
            if (Described.Value.TryGetValue(route, out var described))
                described.Describe(operation, context.Document!);
            return Task.CompletedTask;
        });
    });

    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/docs"), docs => docs.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "OrderLedger API";
            page.SwaggerEndpoint("/openapi/v1.json", "OrderLedger");
        }));
    }

    private static void Introduce(OpenApiDocument document)
    {
        // The vendors' sections first; the endpoints come in the order of their classes' names.
        document.Tags = new HashSet<OpenApiTag>((document.Tags ?? new HashSet<OpenApiTag>())
            .OrderBy(t => t.Name?.StartsWith("Dialect", StringComparison.Ordinal) != true).ThenBy(t => t.Name, StringComparer.Ordinal));
        // These would show C# types of the endpoints. What is answered, the examples show.
        document.Components?.Schemas?.Clear();
        document.Info = new()
        {
            Title = "OrderLedger",
            Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3),
            Description = About,
        };
        // Without a server, a reader calls the host that the document came from, whatever proxy stands between.
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = Proofs();
    }

    private static Dictionary<string, IOpenApiSecurityScheme> Proofs() => new()
    {
        [KeyHeader] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = Access.ApiKey.Header,
            Description = "The store's key. Where it is given in several places, the header x-api-key wins, then the Bearer token.",
        },
        [KeyQuery] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Query,
            Name = "api_key",
            Description =
                "The same key in the query, for senders that cannot set a header. It reaches no log of this server; a proxy may log it.",
        },
        [Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The same key as a Bearer token.",
        },
        [AwalSignature] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "X-Awal-Signature-256",
            Description =
                "`sha256=` and the lower-case hex of HMAC-SHA256 over METHOD + PATH + ?QUERY + TIMESTAMP + BODY, without separators, byte for "
                + "byte as sent, with the store's key.",
        },
        [Signature] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "X-WC-Webhook-Signature",
            Description = "Base64 of HMAC-SHA256 over the raw body with the store's webhook secret, as WooCommerce signs its deliveries. "
                + "The secret is set with `stores set NAME --webhook-secret SECRET`; the first store's is its first key.",
        },
    };
}
