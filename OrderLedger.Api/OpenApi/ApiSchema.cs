using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OrderLedger.Api.OpenApi;

/// <summary>
/// The schema that all of some examples fit: types as they occur, required what is in each. Members have one meaning
/// everywhere.
/// </summary>
internal static class ApiSchema
{
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["order_status"] = "One of the vocabulary's statuses. Trimmed, lower-cased, a leading wc- is dropped.",
        ["order_id"] = "The store's own id of the order.",
        ["occurred_at"] =
            "The sender's time, ISO 8601. Older than the last applied status: kept in the history, not applied. At most 5 minutes ahead of the server.",
        ["reason"] = "Why, for the history. Up to 500 characters.",
        ["changed"] = "Whether this request changed the order.",
        ["outcome"] = "registered, changed, unchanged or stale.",
        ["previous_status"] = "The status before this request.",
        ["version"] = "The order's version: the number of its events. Also the ETag.",
        ["warning"] = "Set when the move is not one the vocabulary calls usual and the store is permissive.",
        ["phase"] = "draft, open, in_progress, done, cancelled, refunded or failed: ours, the same for all vendors.",
        ["allowed_next"] = "The statuses this store lets the order take from here.",
        ["status_since"] = "When the order entered its status: the sender's time where it gave one, else the time of recording.",
        ["overdue"] = "Whether the order is longer in its status than the store's limit for it.",
        ["seq"] = "The event's place in the whole ledger.",
        ["actor"] = "The name of the key, or of the webhook.",
        ["source"] = "The way in: a dialect's name, intake, api, bulk or seed.",
        ["next_cursor"] = "Give it as cursor for the next page; null on the last one.",
        ["next_before"] = "Give it as before for older events; null when there are none.",
        ["revenue"] = "gross - refunded.",
        ["average_order_value"] = "revenue / counted_orders, 4 decimals; null for 0 orders.",
        ["total"] = "A decimal.",
        ["head"] = "The place of the newest event in the ledger.",
    };

    // Members of these are named by data, not by us.
    private static readonly string[] Maps = ["by_status", "by_phase", "details", "event"];

    public static OpenApiSchema Of(IReadOnlyList<JsonNode?> examples) => Of(examples, isMap: false);

    private static OpenApiSchema Of(IReadOnlyList<JsonNode?> examples, bool isMap)
    {
        var schema = new OpenApiSchema { Type = examples.Select(TypeOf).Aggregate((all, one) => all | one) };
        var objects = examples.OfType<JsonObject>().ToList();
        if (objects.Count > 0 && !isMap)
        {
            var names = objects.SelectMany(o => o.Select(m => m.Key)).Distinct().ToList();
            schema.Properties = names.ToDictionary(name => name, IOpenApiSchema (name) =>
                Member(name, [.. objects.Where(o => o.ContainsKey(name)).Select(o => o[name])]));
            schema.Required = names.Where(name => objects.TrueForAll(o => o.ContainsKey(name))).ToHashSet();
        }
        if (examples.OfType<JsonArray>().SelectMany(a => a).ToList() is { Count: > 0 } items)
            schema.Items = Of(items);
        return schema;
    }

    private static OpenApiSchema Member(string name, IReadOnlyList<JsonNode?> values)
    {
        var schema = Of(values, Maps.Contains(name));
        schema.Description = Meanings.GetValueOrDefault(name);
        return schema;
    }

    private static JsonSchemaType TypeOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Object => JsonSchemaType.Object,
        JsonValueKind.Array => JsonSchemaType.Array,
        JsonValueKind.String => JsonSchemaType.String,
        JsonValueKind.Number => JsonSchemaType.Number,
        JsonValueKind.True or JsonValueKind.False => JsonSchemaType.Boolean,
        _ => JsonSchemaType.Null,
    };
}
