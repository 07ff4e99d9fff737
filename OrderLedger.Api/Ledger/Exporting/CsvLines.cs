using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>The audit as a table (RFC 4180) in UTF-8, a row per event and administrative action. It proves nothing.</summary>
internal sealed class CsvLines : ExportLines
{
    private const string Columns =
        "seq,store,order_id,version,type,actor,source,status_from,status_to,recorded_at,occurred_at,correlation_id,reason,unusual,stale";

    private readonly StringBuilder line = new();

    public override void Begin(ExportScope scope, string? checkpoint)
    {
        line.Append(Columns);
        EndLine();
    }

    public override void Add(ExportRow row)
    {
        if (row.Asked is not { } e)
            return;
        using var data = JsonDocument.Parse(e.Data, new JsonDocumentOptions { MaxDepth = ExportFormats.DepthMax });
        line.Append(CultureInfo.InvariantCulture, $"{row.Seq},");
        Cell(e.Stream.Store);
        Cell(e.Stream.OrderId);
        line.Append(CultureInfo.InvariantCulture, $"{e.Version},");
        Cell(e.Subject.Type);
        Cell(e.Subject.Sender.Actor);
        Cell(e.Subject.Sender.Source);
        Statuses(e, data.RootElement);
        Cell(ExportScope.Spelled(e.Subject.At));
        Cell(Text(data.RootElement, "occurredAt") is { } time ? Time(time) : null);
        Cell(e.Subject.Sender.RequestId);
        Cell(Text(data.RootElement, "reason"));
        Cell(data.RootElement.TryGetProperty("unusual", out var unusual) && unusual.ValueKind == JsonValueKind.True ? "true" : "false");
        line.Append(e.Subject.Type == "stale_status_reported" ? "true" : "false");
        EndLine();
    }

    public override void End(long events, long size)
    {
    }

    // As in the audit's rows: only of the statuses, not of payment and fulfilment.
    private void Statuses(ProvenEvent e, JsonElement data)
    {
        var isStatus = e.Stream.Store != ActionStreams.Tenant
            && e.Subject.Type is "order_registered" or "status_changed" or "stale_status_reported";
        Cell(isStatus ? Text(data, "from") : null);
        Cell(isStatus ? Text(data, "to") ?? Text(data, "status") : null);
    }

    private void Cell(string? text) => line.Append(Csv.Cell(text)).Append(',');

    private void EndLine()
    {
        line.Append("\r\n");
        foreach (var chunk in line.GetChunks())
            Encoding.UTF8.GetBytes(chunk.Span, Written);
        line.Clear();
    }

    private static string Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? ExportScope.Spelled(time)
            : text;

    private static string? Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
