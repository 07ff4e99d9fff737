using Microsoft.Playwright;

namespace OrderLedger.BrowserTests;

/// <summary>The one browser of the test process: the machine's own Chromium, headless.</summary>
internal static class Chromium
{
    // The first is Chromium without a window of its own, which costs the tests half the time.
    private static readonly string[] Usual = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private const float ExpectMs = 15_000;

    private static readonly Lazy<Task<IBrowser>> Running = new(Launch);

    public static Task<IBrowser> Browser => Running.Value;

    private static async Task<IBrowser> Launch()
    {
        var path = Environment.GetEnvironmentVariable("ORDERLEDGER_TEST_CHROMIUM") ?? Usual.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("The browser tests need Chromium: install your distribution's package 'chromium-headless-shell' or 'chromium', or name another one in ORDERLEDGER_TEST_CHROMIUM.");
        Assertions.SetDefaultExpectTimeout(ExpectMs);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
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
