namespace OrderLedger.Api;

/// <summary>A setting as an operator writes it, what holds without it, and what it means. <c>IsSecret</c>: it is never shown.</summary>
internal sealed record SettingWord(string Name, string Default, string About)
{
    public bool IsSecret { get; init; }

    /// <summary>As configuration and the command line of <c>serve</c> spell it: sections with a colon.</summary>
    public string Path => Name.Replace("__", ":", StringComparison.Ordinal);
}

/// <summary>All settings. <c>serve --help</c>, <c>config</c> and docs/operating.md show these.</summary>
internal static class SettingWords
{
    public static readonly IReadOnlyList<SettingWord> All =
    [
        new("ConnectionStrings__Ledger", "none", "connection string of your own PostgreSQL 14 or newer, as Npgsql reads it; none: the embedded PostgreSQL") { IsSecret = true },
        new("OrderLedger__DataDirectory", ".orderledger", "folder of the embedded PostgreSQL, of secret.key, and of the folders proof and sessions"),
        new("OrderLedger__PostgresBinaries", "the newest found", "folder with initdb, pg_ctl and postgres"),
        new("OrderLedger__SecretKey", "the file secret.key", "32 bytes in base64 that encrypt webhook secrets and signing keys") { IsSecret = true },
        new("OrderLedger__Bootstrap__Key", "a generated one", "the first store's key, 16 characters or more; read only when the database is empty")
        {
            IsSecret = true,
        },
        new("OrderLedger__IdempotencyRetentionHours", "168", "how many hours idempotency keys are remembered"),
        new("OrderLedger__RatePerMinute", "6000", "how many requests a key may send in a minute, unless its store has its own limit; 0: no limit"),
        new("OrderLedger__ProofDirectory", "proof in the data directory", "folder of checkpoints, leaves and signing-key.pem, outside the database"),
        new("OrderLedger__CheckpointSeconds", "30", "how many seconds lie between two checkpoints while events are recorded; 0: only on request"),
        new("OrderLedger__CatchUpSeconds", "300", "how many seconds lie between two requests to a shop for changes that no webhook brought; 0: never"),
        new("OrderLedger__ReconcileSeconds", "10", "how many seconds lie between two background checks of some orders against their events; 0: never"),
        new("OrderLedger__MetricsKey", "none", "the key that a monitor sends to read /metrics, 16 characters or more; none: the route does not exist")
        {
            IsSecret = true,
        },
        new("OrderLedger__Webhooks__AllowPrivateAddresses", "false", "true: webhooks may go to http and to addresses that are not public"),
        new("OrderLedger__Webhooks__OffAfterHours", "72", "how long a webhook subscription may fail until it is switched off"),
        new("OrderLedger__Webhooks__RetrySeconds", "5,300,1800,7200,18000,36000,50400,72000,86400", "the pauses between the attempts of a webhook message"),
        new("OrderLedger__Feed__ListenersMax", "200", "how many may listen to the feed of this server at once: live streams, and requests that wait"),
        new("OrderLedger__PublicUrl", "the first address it listens on", "address that people open the dashboard at; links in mails begin with it"),
        new("OrderLedger__AlertSeconds", "30", "how many seconds lie between two looks for what people want to be alerted of; 0: never"),
        new("OrderLedger__Mail__Host", "none", "the mail server (SMTP) that takes alerts; none: no mail is sent (docs/alerts.md)"),
        new("OrderLedger__Mail__Port", "587, with tls 465", "its port"),
        new("OrderLedger__Mail__Tls", "starttls", "starttls, tls (from the first byte) or none"),
        new("OrderLedger__Mail__User", "none", "the user that signs in there; none: nobody signs in"),
        new("OrderLedger__Mail__Password", "none", "the user's password") { IsSecret = true },
        new("OrderLedger__Mail__From", "none", "the address that mails come from; needed with a host"),
        new("OrderLedger__Mail__RetrySeconds", "60", "the pause after the first failed attempt of a mail; it doubles up to an hour"),
        new("OrderLedger__StopGraceSeconds", "1", "how many seconds the server answers \"not ready\" before it stops listening"),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", "none", "address of an OpenTelemetry collector for metrics and traces; none: nothing is sent"),
        new("Authentication__Oidc__Authority", "none", "address of the identity provider for the dashboard's users (docs/dashboard.md)"),
        new("urls", "http://127.0.0.1:5080", "address to listen on (--urls, ASPNETCORE_URLS)"),
        new("Logging__LogLevel__OrderLedger", "Information", "Debug logs every request"),
    ];

    /// <summary>The settings in lines, for a help text.</summary>
    public static string Listed { get; } = string.Join('\n', All.Select(s => $"  {s.Name}\n      {s.About} (default: {s.Default})"));
}
