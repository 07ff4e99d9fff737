namespace OrderLedger.Api;

/// <summary>
/// The settings, from the environment as <c>OrderLedger__Name</c> or any other source of configuration.
/// docs/operating.md lists each with its default.
/// </summary>
public sealed class Settings
{
    private const int MetricsKeyMin = 16;

    /// <summary>Where the embedded PostgreSQL and the key that encrypts secrets live. Relative to the working directory.</summary>
    public string DataDirectory { get; set; } = ".orderledger";

    /// <summary>A folder with initdb, pg_ctl and postgres; null to look in the usual places.</summary>
    public string? PostgresBinaries { get; set; }

    /// <summary>32 bytes in base64 that encrypt secrets at rest; null for a file in the data directory.</summary>
    public string? SecretKey { get; set; }

    /// <summary>The first store's key; null to generate one.</summary>
    public string? BootstrapKey { get; set; }

    /// <summary>How long an idempotency key is remembered.</summary>
    public TimeSpan IdempotencyRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Most requests of one key in a minute, where its store sets no other number; 0 for no limit.</summary>
    public int RatePerMinute { get; set; } = 6_000;

    /// <summary>The key that a monitor sends to /metrics; null for no such route.</summary>
    public string? MetricsKey { get; set; }

    /// <summary>How often some of what is shown is compared with the events in the background; zero for never.</summary>
    public TimeSpan Reconcile { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Where checkpoints, leaves and the signing key are kept, outside the database; null for a folder in the data directory.
    /// </summary>
    public string? ProofDirectory { get; set; }

    internal string ProofFolder => ProofDirectory ?? Path.Combine(DataDirectory, "proof");

    /// <summary>
    /// How often a checkpoint is made when something changed; zero for only when somebody asks for a receipt or a checkpoint.
    /// </summary>
    public TimeSpan Checkpoint { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the shops that can be asked are asked for what no webhook brought; zero for never.</summary>
    public TimeSpan CatchUp { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a server looks for what people want to be alerted of; zero for never.</summary>
    public TimeSpan Alerts { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The address that people open the dashboard at, without a slash at its end: links in mails begin with it.</summary>
    public string PublicUrl { get; set; } = "http://127.0.0.1:5080";

    /// <summary>How long the server says "not ready" before it stops listening, for a load balancer to look away.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(1);

    /// <exception cref="FormatException">A setting cannot be read; the message names it.</exception>
    public static Settings From(IConfiguration configuration, string contentRoot)
    {
        var section = configuration.GetSection("OrderLedger");
        var defaults = new Settings();
        return new()
        {
            DataDirectory = Path.GetFullPath(section["DataDirectory"] ?? DataFolder(defaults.DataDirectory, contentRoot), contentRoot),
            PostgresBinaries = section["PostgresBinaries"],
            SecretKey = section["SecretKey"],
            BootstrapKey = section["Bootstrap:Key"] is { Length: > 0 } key ? key : null,
            IdempotencyRetention = Hours(section, "IdempotencyRetentionHours", defaults.IdempotencyRetention),
            RatePerMinute = (int?)Number(section, "RatePerMinute") ?? defaults.RatePerMinute,
            MetricsKey = section["MetricsKey"] switch
            {
                null or "" => null,
                { Length: >= MetricsKeyMin } given => given,
                _ => throw new FormatException($"OrderLedger__MetricsKey takes {MetricsKeyMin} characters or more."),
            },
            ProofDirectory = section["ProofDirectory"] is { Length: > 0 } proof ? Path.GetFullPath(proof, contentRoot) : null,
            Checkpoint = Seconds(section, "CheckpointSeconds", defaults.Checkpoint),
            Reconcile = Seconds(section, "ReconcileSeconds", defaults.Reconcile),
            CatchUp = Seconds(section, "CatchUpSeconds", defaults.CatchUp),
            Alerts = Seconds(section, "AlertSeconds", defaults.Alerts),
            PublicUrl = section["PublicUrl"] is { Length: > 0 } url ? Address(url) : FirstOf(configuration["urls"]) ?? defaults.PublicUrl,
            StopGrace = Seconds(section, "StopGraceSeconds", defaults.StopGrace),
        };
    }

    // Builds before 1.0 made it in the folder of the project, wherever "dotnet run" was called. It stays where it is.
    private static string DataFolder(string name, string contentRoot)
    {
        var before = Path.Combine("OrderLedger.Api", name);
        return !Directory.Exists(Path.Combine(contentRoot, name)) && Directory.Exists(Path.Combine(contentRoot, before)) ? before : name;
    }

    private static string Address(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "https" or "http", Query: "", Fragment: "" }
            ? url.TrimEnd('/')
            : throw new FormatException($"OrderLedger__PublicUrl takes an address such as https://orders.shop.example, not '{url}'.");

    // One that no browser can open, such as http://*:5080, is no link.
    private static string? FirstOf(string? urls) => urls?.Split(';')
        .FirstOrDefault(url => Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Host: not ("0.0.0.0" or "[::]") })?
        .TrimEnd('/');

    private static TimeSpan Hours(IConfigurationSection section, string name, TimeSpan otherwise) =>
        Number(section, name) is { } hours ? TimeSpan.FromHours(hours) : otherwise;

    private static TimeSpan Seconds(IConfigurationSection section, string name, TimeSpan otherwise) =>
        Number(section, name) is { } seconds ? TimeSpan.FromSeconds(seconds) : otherwise;

    private static double? Number(IConfigurationSection section, string name)
    {
        if (section[name] is not { Length: > 0 } text)
            return null;
        return double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 0 && number < 100_000
            ? number
            : throw new FormatException($"OrderLedger__{name} takes a number from 0 to 100000, not '{text}'.");
    }
}
