using System.Text.Json;
using OrderLedger.Api.Http;

namespace OrderLedger.Api.Pushes;

/// <summary>The members that every dialect on our own routes takes beside the status: when it happened and why.</summary>
internal sealed record PushBody(DateTimeOffset? OccurredAt, string? Reason, FieldFault? Fault)
{
    public static PushBody Read(JsonElement json)
    {
        if (!json.TryTime("occurred_at", TimeZoneInfo.Utc, out var occurredAt))
            return new(null, null, new("occurred_at", "occurred_at takes a time in ISO 8601, e.g. 2026-01-31T09:30:00Z."));
        if (json.Member("reason") is { } reason
            && (reason.ValueKind != JsonValueKind.String || reason.GetString()!.Length > Push.ReasonMax))
            return new(null, null, new("reason", $"reason takes a text of up to {Push.ReasonMax} characters."));
        return new(occurredAt, json.Text("reason") is { Length: > 0 } why ? why : null, null);
    }
}

/// <summary>A member of a body that cannot be read, and a sentence that says what it takes.</summary>
internal sealed record FieldFault(string Field, string Error);
