using Microsoft.AspNetCore.WebUtilities;

namespace OrderLedger.Api.Dashboard.Upkeep.Rejected;

/// <summary>The request and the answer, as a person reads them.</summary>
internal static class Payload
{
    private static readonly JsonSerializerOptions Indented = new(Wire.Options) { WriteIndented = true };

    /// <summary>JSON with a line for each member, anything else as it came; null where there is nothing.</summary>
    public static string? Text(byte[]? raw)
    {
        if (raw is null or [])
            return null;
        try
        {
            return JsonSerializer.Serialize(JsonElement.Parse(raw), Indented);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(raw);
        }
    }

    /// <summary>"404 Not Found".</summary>
    public static string Status(int status) => $"{status} {ReasonPhrases.GetReasonPhrase(status)}".TrimEnd();

    /// <summary>A state in words: open, carried out, dismissed.</summary>
    public static string Word(string state) => state == RejectedPush.Replayed ? "carried out" : state;

    /// <summary>The class of a badge that says the state.</summary>
    public static string Look(string state) => state switch { RejectedPush.Open => "warn", RejectedPush.Replayed => "good", _ => "" };
}
