namespace OrderLedger.Api.Pushes.Refused;

/// <summary>The sentence of a refusal, in whichever shape a vendor prints it.</summary>
internal static class RefusalReason
{
    /// <summary>Longest reason kept, in characters.</summary>
    public const int LengthMax = 1_000;

    public static string Of(ReadOnlyMemory<byte> answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            var said = Sentence(document.RootElement).Replace("\0", "", StringComparison.Ordinal);
            // PostgreSQL takes no half of a surrogate pair.
            return said.Length <= LengthMax ? said : said[..(char.IsHighSurrogate(said[LengthMax - 1]) ? LengthMax - 1 : LengthMax)];
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string Sentence(JsonElement answer)
    {
        var error = answer.Member("error") ?? default;
        if (error.ValueKind == JsonValueKind.String)
            return error.GetString()!;
        var detail = error.Member("details") is { ValueKind: JsonValueKind.Array } details && details.GetArrayLength() > 0
            ? details[0]
            : default;
        return detail.Text("message") ?? error.Text("message") ?? answer.Text("message") ?? "";
    }
}
