using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace OrderLedger.Api.OpenApi;

/// <summary>
/// Describes one route in the API document. The description is a file in an <c>examples</c> folder beside the route's code; schemas are
/// read from its examples, so they cannot say anything else.
/// </summary>
internal sealed record ApiOperation(
    string Summary, string Description, IReadOnlyList<string> Security, IReadOnlyList<ApiParameter> Parameters,
    IReadOnlyList<ApiExample> Requests, IReadOnlyList<ApiExample> Answers)
{
    public void Describe(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Summary = Summary;
        operation.Description = Description;
        operation.Parameters = [.. Parameters.Select(p => p.Shown())];
        operation.Security = [.. Security.Select(name => new OpenApiSecurityRequirement { [new(name, document)] = [] })];
        if (Requests.Count > 0)
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = Media(Requests) },
            };
        operation.Responses = [];
        foreach (var status in Answers.GroupBy(a => a.Status).OrderBy(g => g.Key))
            operation.Responses[status.Key.ToString(CultureInfo.InvariantCulture)] = Response(status.Key, [.. status]);
    }

    private static OpenApiResponse Response(int status, IReadOnlyList<ApiExample> examples)
    {
        var response = new OpenApiResponse
        {
            Description = string.Join(" Or: ", examples.Select(e => e.Summary).Where(s => s.Length > 0)
                .DefaultIfEmpty(ReasonPhrases.GetReasonPhrase(status))),
            Content = examples.Where(e => e.Body is not null).GroupBy(e => e.Type).ToDictionary(g => g.Key, g => Media([.. g])),
        };
        if (status == StatusCodes.Status503ServiceUnavailable)
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

    private static OpenApiMediaType Media(IReadOnlyList<ApiExample> examples)
    {
        var media = new OpenApiMediaType { Schema = ApiSchema.Of([.. examples.Select(e => e.Body)]) };
        if (examples is [var only])
            media.Example = only.Body;
        else
            media.Examples = examples.ToDictionary(e =>
                e.Name, IOpenApiExample (e) => new OpenApiExample { Summary = e.Summary, Value = e.Body!.DeepClone() });
        return media;
    }
}
