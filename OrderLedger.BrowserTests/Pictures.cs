namespace OrderLedger.BrowserTests;

/// <summary>With a folder in ORDERLEDGER_SCREENS pages are left there as pictures, for somebody to look at.</summary>
internal static class Pictures
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("ORDERLEDGER_SCREENS");

    public static async Task Keep(this IPage page, string name, int width, ColorScheme scheme)
    {
        if (Folder is not null)
            await page.ScreenshotAsync(new()
            { Path = Path.Combine(Folder, $"{name}-{width}-{scheme}.png".ToLowerInvariant()), FullPage = true });
    }
}
