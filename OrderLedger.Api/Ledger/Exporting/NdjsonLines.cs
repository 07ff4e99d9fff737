using System.Text.Encodings.Web;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>The export file that proves itself (docs/proof.md).</summary>
internal sealed class NdjsonLines : ExportLines
{
    public const string Format = "export/1";

    private const int HexMax = 64;

    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly long brokenAt;
    private readonly Utf8JsonWriter json;
    private readonly SkippedRun skipped = new();

    /// <param name="brokenAt">Where a run of skipped leaves is broken: the size of the checkpoint in the first line; 0 for nowhere.</param>
    public NdjsonLines(long brokenAt) => (this.brokenAt, json) = (brokenAt, new(Written, Options));

    public override void Begin(ExportScope scope, string? checkpoint)
    {
        json.WriteStartObject();
        json.WriteString("orderledger"u8, Format);
        json.WriteString("store"u8, scope.Store);
        json.WriteString("from"u8, scope.From is { } from ? ExportScope.Spelled(from) : null);
        json.WriteString("to"u8, scope.To is { } to ? ExportScope.Spelled(to) : null);
        json.WriteString("checkpoint"u8, checkpoint);
        EndLine();
    }

    // A leaf whose event is gone leaves a hole, whether it was asked for or not.
    public override void Add(ExportRow row)
    {
        if (row.Asked is { } e)
        {
            EndRun();
            Event(row, e);
        }
        else if (row is { IsEvent: true, Place: { } place, Leaf: { } leaf })
        {
            if (!skipped.IsEmpty && (skipped.To != place || place == brokenAt))
                EndRun();
            skipped.Add(place, leaf);
        }
    }

    public override void End(long events, long size)
    {
        EndRun();
        json.WriteStartObject();
        json.WriteStartObject("end"u8);
        json.WriteNumber("events"u8, events);
        json.WriteNumber("size"u8, size);
        json.WriteEndObject();
        EndLine();
    }

    private void Event(ExportRow row, ProvenEvent e)
    {
        json.WriteStartObject();
        if (row.Place is { } place)
            json.WriteNumber("place"u8, place);
        json.WriteNumber("seq"u8, row.Seq);
        json.WriteString("tenant"u8, e.Stream.Store);
        json.WriteString("stream"u8, e.Stream.OrderId);
        json.WriteNumber("version"u8, e.Version);
        json.WriteString("type"u8, e.Subject.Type);
        json.WriteString("event_id"u8, e.Subject.EventId);
        json.WriteString("ts"u8, ExportScope.Spelled(e.Subject.At));
        json.WriteString("actor"u8, e.Subject.Sender.Actor);
        json.WriteString("source"u8, e.Subject.Sender.Source);
        if (e.Subject.Sender.RequestId is { } request)
            json.WriteString("request_id"u8, request);
        if (e.Subject.Sender.DeliveryId is { } delivery)
            json.WriteString("delivery_id"u8, delivery);
        json.WritePropertyName("data"u8);
        json.WriteRawValue(e.Data, skipInputValidation: true);
        Hash("salt"u8, e.Salt);
        Hash("personal"u8, e.Personal);
        Hash("prev"u8, row.Previous);
        Hash("leaf"u8, row.Leaf);
        EndLine();
    }

    private void EndRun()
    {
        if (skipped.IsEmpty)
            return;
        json.WriteStartObject();
        json.WriteStartObject("skipped"u8);
        json.WriteNumber("from"u8, skipped.From);
        json.WriteNumber("to"u8, skipped.To);
        json.WriteStartArray("parts"u8);
        foreach (var part in skipped.Parts)
            json.WriteStringValue(Convert.ToHexStringLower(part));
        json.WriteEndArray();
        json.WriteEndObject();
        EndLine();
        skipped.Clear();
    }

    private void Hash(ReadOnlySpan<byte> name, byte[]? hash)
    {
        if (hash is null)
            return;
        // Somebody may have put more into the database than a hash is long.
        if (hash.Length * 2 > HexMax)
        {
            json.WriteString(name, Convert.ToHexStringLower(hash));
            return;
        }
        Span<byte> hex = stackalloc byte[HexMax];
        Convert.TryToHexStringLower(hash, hex, out var length);
        json.WriteString(name, hex[..length]);
    }

    private void EndLine()
    {
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        Written.GetSpan(1)[0] = (byte)'\n';
        Written.Advance(1);
    }
}
