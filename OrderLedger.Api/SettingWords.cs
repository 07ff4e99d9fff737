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
        new("ConnectionStrings__Ledger", "none", "your own PostgreSQL 14 or newer, in Npgsql's notation; none: the embedded one") { IsSecret = true },
        new("OrderLedger__DataDirectory", ".orderledger", "embedded PostgreSQL, secret.key, and the folders proof and sessions"),
        new("OrderLedger__PostgresBinaries", "the newest found", "folder with initdb, pg_ctl and postgres"),
        new("OrderLedger__SecretKey", "the file secret.key", "32 bytes in base64 that encrypt webhook secrets and signing keys") { IsSecret = true },
        new("OrderLedger__Bootstrap__Key", "a generated one", "the first store's key, 16 characters or more; read on an empty database only")
        {
            IsSecret = true,
        },
        new("OrderLedger__IdempotencyRetentionHours", "168", "how long idempotency keys are remembered"),
        new("OrderLedger__RatePerMinute", "6000", "most requests of one key in a minute, where its store sets no other; 0: no limit"),
        new("OrderLedger__ProofDirectory", "proof in the data directory", "checkpoints, leaves and signing-key.pem, outside the database"),
        new("OrderLedger__CheckpointSeconds", "30", "how often a checkpoint is signed when something was recorded; 0: only when asked for"),
        new("OrderLedger__CatchUpSeconds", "300", "how often shops that can be asked are asked for what no webhook brought; 0: never"),
        new("OrderLedger__ReconcileSeconds", "10", "how often some orders are compared with their events in the background; 0: never"),
        new("OrderLedger__MetricsKey", "none", "16 characters or more, with which a monitor reads /metrics; none: there is no such route")
        {
            IsSecret = true,
        },
        new("OrderLedger__StopGraceSeconds", "1", "how long the server says \"not ready\" before it stops listening"),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", "none", "where a collector of OpenTelemetry takes metrics and traces; none: nothing is sent"),
        new("Authentication__Oidc__Authority", "none", "an identity provider for the dashboard's staff (docs/dashboard.md)"),
        new("urls", "http://127.0.0.1:5080", "where it listens (--urls, ASPNETCORE_URLS)"),
        new("Logging__LogLevel__OrderLedger", "Information", "Debug logs every request"),
    ];

    /// <summary>The settings in lines, for a help text.</summary>
    public static string Listed { get; } = string.Join('\n', All.Select(s => $"  {s.Name}\n      {s.About} (default: {s.Default})"));
}
