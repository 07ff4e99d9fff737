using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OrderLedger.Api.OpenApi;

/// <summary>
/// A request or an answer, word for word. <c>Status</c> is 0 for a request; <c>Body</c> is null for an answer without one.
/// </summary>
internal sealed record ApiExample(int Status, string Name, string Summary, string Type, JsonNode? Body)
{
    public static ApiExample Of(JsonObject json) => new(
        (int?)json["status"] ?? 0,
        (string)json["name"]!,
        (string)json["summary"]!,
        (string?)json["type"] ?? "application/json",
        (json["text"] ?? json["body"])?.DeepClone());
}

/// <summary>A parameter of the path, the query or a header.</summary>
internal sealed record ApiParameter(string Name, ParameterLocation In, string Description, string Example, bool IsRequired)
{
    public static ApiParameter Of(JsonObject json) => new(
        (string)json["name"]!,
        Enum.Parse<ParameterLocation>((string)json["in"]!, ignoreCase: true),
        (string)json["description"]!,
        (string)json["example"]!,
        (bool?)json["required"] ?? false);

    public IOpenApiParameter Shown() => new OpenApiParameter
    {
        Name = Name,
        In = In,
        Required = IsRequired || In == ParameterLocation.Path,
        Description = Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = Example,
    };
}
