using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace OrderLedger.Api.Endpoints;

/// <summary>
/// What the API document says of one route beyond its path. Schemas are read from the examples, so they cannot say anything
/// else.
/// </summary>
internal sealed record ApiOperation(string Summary, string Text, params Sample[] Answers)
{
    /// <summary>Every described route, by "METHOD /path".</summary>
    public static readonly IReadOnlyDictionary<string, ApiOperation> All =
        new[]
        {
            ApiPushes.All, ApiIntake.All, ApiVendors.All, ApiAwal.All, ApiGenuka.All, ApiReads.All, ApiAudit.All, ApiKpis.All, ApiRejected.All,
            ApiProjections.All, ApiProof.All, ApiErasure.All, ApiExport.All,
        }
            .SelectMany(routes => routes).ToDictionary(r => r.Route, r => r.Operation);

    public IReadOnlyList<Taken> Parameters { get; init; } = [];

    /// <summary>Examples of the request body; none where the route takes no body.</summary>
    public IReadOnlyList<Sample> Bodies { get; init; } = [];

    /// <summary>The security schemes of which one is enough; empty for a route open to all.</summary>
    public IReadOnlyList<string> Proofs { get; init; } = [ApiDocument.KeyHeader, ApiDocument.Bearer, ApiDocument.KeyQuery];

    public void Describe(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Summary = Summary;
        operation.Description = Text;
        operation.Parameters = [.. Parameters.Select(p => p.Shown())];
        operation.Security = [.. Proofs.Select(name => new OpenApiSecurityRequirement { [new(name, document)] = [] })];
        if (Bodies.Count > 0)
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = Media(Bodies) },
            };
        operation.Responses = [];
        foreach (var status in Answers.GroupBy(a => a.Status).OrderBy(g => g.Key))
            operation.Responses[status.Key.ToString(CultureInfo.InvariantCulture)] = Response(status.Key, [.. status]);
    }

    private static OpenApiResponse Response(int status, IReadOnlyList<Sample> samples)
    {
        var response = new OpenApiResponse
        {
            Description = string.Join(" Or: ", samples.Select(s => s.Meaning).Where(m =>
                m.Length > 0).DefaultIfEmpty(ReasonPhrases.GetReasonPhrase(status))),
            Content = samples.Where(s => s.Json.Length > 0).GroupBy(s => s.ContentType).ToDictionary(g => g.Key, g => Media([.. g])),
        };
        if (status == 503)
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] = new OpenApiHeader
                {
                    Description = "Seconds.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Integer }
                },
            };
        return response;
    }

    private static OpenApiMediaType Media(IReadOnlyList<Sample> samples)
    {
        var media = new OpenApiMediaType { Schema = ApiSchema.Of([.. samples.Select(s => s.Node())]) };
        if (samples is [var only])
            media.Example = only.Node();
        else
            media.Examples = samples.ToDictionary(s => s.Name, IOpenApiExample (s) =>
                new OpenApiExample { Summary = s.Meaning, Value = s.Node() });
        return media;
    }
}

/// <summary>A parameter: <c>Where</c> is path, query or header.</summary>
internal sealed record Taken(string Name, ParameterLocation Where, string Meaning, string Example)
{
    public bool Required { get; init; }

    public IOpenApiParameter Shown() => new OpenApiParameter
    {
        Name = Name,
        In = Where,
        Required = Required || Where == ParameterLocation.Path,
        Description = Meaning,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = Example,
    };
}

/// <summary>One example, word for word. <c>Json</c> is empty for an answer without a body; <c>Status</c> is 0 for a request.</summary>
internal sealed record Sample(int Status, string Name, string Meaning, string Json)
{
    public string ContentType => Json.StartsWith("{\"type\":\"about:blank\"", StringComparison.Ordinal)
        ? Http.Problem.ContentType : !IsText ? "application/json" : Json.Contains("\n\n", StringComparison.Ordinal) || Json[0] == '#' ? "text/plain" : "text/csv";

    // A table begins with the name of its first column, a note with the ledger's, a list of keys with a comment.
    private bool IsText => Json.Length > 0 && (char.IsAsciiLetter(Json[0]) || Json[0] == '#');

    public JsonNode? Node() => IsText ? JsonValue.Create(Json) : JsonNode.Parse(Json);
}
