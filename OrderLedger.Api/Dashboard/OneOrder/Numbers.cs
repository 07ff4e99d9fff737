namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>Versions as they stand in addresses and forms.</summary>
internal static class Numbers
{
    /// <returns>False when there is something that is no version; null is none.</returns>
    public static bool TryVersion(string? text, out long? version)
    {
        version = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
        return text is null || version is not null;
    }
}
