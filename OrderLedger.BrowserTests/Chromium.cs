namespace OrderLedger.BrowserTests;

/// <summary>The one browser of the test process: the machine's own Chromium, headless.</summary>
internal static class Chromium
{
    // The first is Chromium without a window of its own, which costs the tests half the time.
    private static readonly string[] Usual = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private const float ExpectMs = 15_000;

    private static readonly string? Program = Environment.GetEnvironmentVariable("ORDERLEDGER_TEST_CHROMIUM") ?? Usual.FirstOrDefault(File.Exists);

    /// <summary>Says what is missing; null where a browser is there.</summary>
    public static string? Missing { get; } = Program is not null && File.Exists(Program) ? null
        : "This needs Chromium: install your distribution's package 'chromium-headless-shell' or 'chromium', or name another one in ORDERLEDGER_TEST_CHROMIUM.";

    private static readonly Lazy<Task<IBrowser>> Running = new(Launch);

    public static Task<IBrowser> Browser => Running.Value;

    private static async Task<IBrowser> Launch()
    {
        Assertions.SetDefaultExpectTimeout(ExpectMs);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        });
    }
}
