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
    /// <summary>What a request may nest, and what the file puts around it, with room to spare.</summary>
    internal const int DepthMax = 256;

    public const string Known = "ndjson or csv";

    public static ExportFormat? Parse(string? word) => word switch
    {
        "ndjson" => ExportFormat.Ndjson,
        "csv" => ExportFormat.Csv,
        _ => null,
    };
}
