namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>Ndjson proves itself, Csv is a table for people.</summary>
public enum ExportFormat
{
    Ndjson,
    Csv,
}

/// <summary>The words for them.</summary>
public static class ExportFormats
{
    /// <summary>The deepest nesting: that of a request, what the file puts around it, and room to spare.</summary>
    internal const int DepthMax = 256;

    public const string Known = "ndjson or csv";

    public static ExportFormat? Parse(string? word) => word switch
    {
        "ndjson" => ExportFormat.Ndjson,
        "csv" => ExportFormat.Csv,
        _ => null,
    };
}
