namespace OrderLedger.BrowserTests;

/// <summary>For each test a browser that never met the server. No page may complain in the browser's console.</summary>
public abstract class InABrowser : IAsyncLifetime
{
    /// <summary>How long anything live may take to be seen.</summary>
    protected const float LiveMs = 1_000;

    private const int TriesMax = 5;

    // The machine may be busy with other tests.
    private const float PatienceMs = 30_000;

    private readonly List<string> complaints = [];
    private IBrowserContext? context;

    protected IPage Page { get; private set; } = null!;

    /// <summary>A complaint that the browser may make in this test, a part of its words; else it must not at all.</summary>
    protected List<string> Expected { get; } = [];

    protected abstract Uri Address { get; }

    public virtual async Task InitializeAsync() => Page = await NewPage(new() { ViewportSize = new() { Width = 1280, Height = 900 } });

    public virtual async Task DisposeAsync()
    {
        await context!.CloseAsync();
        complaints.Where(c => !Expected.Exists(e => c.Contains(e, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    /// <summary>Another browser, which closes the one before.</summary>
    protected async Task<IPage> NewPage(BrowserNewContextOptions options)
    {
        if (context is not null)
            await context.CloseAsync();
        options.BaseURL = Address.ToString();
        context = await (await Chromium.Browser).NewContextAsync(options);
        context.SetDefaultTimeout(PatienceMs);
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add($"{message.Type}: {message.Text} ({message.Location})");
        };
        context.WebError += (_, error) => complaints.Add(error.Error);
        return Page = await context.NewPageAsync();
    }

    /// <summary>Another tab of the same browser.</summary>
    protected Task<IPage> NewTab() => context!.NewPageAsync();

    protected async Task SignIn(string key = LedgerApp.Key, string to = "/dashboard")
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("API key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.WaitForURLAsync("**/dashboard/**");
        if (to != "/dashboard")
            await Page.GotoAsync(to);
    }

    /// <summary>Until the page is told what changes.</summary>
    protected static Task IsLive(IPage page) => page.Locator("#live[data-state=on]").WaitForAsync();

    /// <summary>
    /// That what is pushed is seen within a second, without anything else being done. A machine that is busy with other things may try
    /// again with another push.
    /// </summary>
    /// <param name="push">Pushes the so-manieth time, and says what must be seen then.</param>
    protected static async Task SeenWithinASecond(Func<int, Task<ILocator>> push)
    {
        for (var turn = 1; ; turn++)
            try
            {
                await (await push(turn)).WaitForAsync(new() { Timeout = LiveMs });
                return;
            }
            catch (TimeoutException) when (turn < TriesMax)
            {
            }
    }
}
