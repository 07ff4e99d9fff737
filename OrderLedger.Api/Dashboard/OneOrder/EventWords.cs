using OrderLedger.Api.Dashboard.Parts;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>Says an event in a sentence for a person.</summary>
internal static class EventWords
{
    /// <summary>Longest text shown of a note or a reason that came by way of a vendor, in characters.</summary>
    private const int TextMax = 2_000;

    public static string Of(OrderEvent e) => e switch
    {
        OrderRegistered r => $"registered as {r.Status}",
        StatusChanged s => $"status from {s.From} to {s.To}",
        StaleStatusReported s => $"old report of {s.Status}, not applied",
        StatusRepeated => "status reported again",
        PaymentStatusChanged p => $"payment from {p.From ?? "unknown"} to {p.To}",
        FulfilmentStatusChanged f => $"fulfilment from {f.From ?? "unknown"} to {f.To}",
        OrderDetailsChanged d => Members(d) is { Count: > 0 } members ? $"changed: {string.Join(", ", members)}" : "details changed",
        NoteAdded { Text: null } => "note, erased since",
        NoteAdded => "note added",
        TagAdded t => $"added the tag '{t.Tag}'",
        TagRemoved t => $"removed the tag '{t.Tag}'",
        OrderAssigned { To: { } to } => $"assigned to {to}",
        OrderAssigned => "assigned to nobody",
        OrderDeleted => "deleted by the shop",
        OrderRestored => "brought back by the shop",
        PersonalDataErased p => $"personal data erased, up to version {p.UpTo}",
        _ => e.GetType().Name,
    };

    public static string? Reason(OrderEvent e) => Cut(e switch
    {
        StatusChanged s => s.Reason,
        StaleStatusReported s => s.Reason,
        PaymentStatusChanged p => p.Reason,
        FulfilmentStatusChanged f => f.Reason,
        NoteAdded n => n.Text,
        _ => null,
    });

    private static string? Cut(string? text) => text?.Length > TextMax ? text[..TextMax] + " ..." : text;

    private static List<string> Members(OrderDetailsChanged d)
    {
        List<string> members = [];
        if (d.Number is { } number)
            members.Add($"number {number}");
        if (d.Total is { } total)
            members.Add($"total {Said.Money(total, d.Currency ?? "").TrimEnd()}");
        if (d.Refunded is { } refunded)
            members.Add($"refunded {Said.Money(refunded, d.Currency ?? "").TrimEnd()}");
        if (d.Currency is { } currency)
            members.Add($"currency {currency}");
        if (d.CreatedAt is not null)
            members.Add("time of creation");
        if (d.Details is { Json.ValueKind: JsonValueKind.Object } details)
            members.AddRange(details.Json.EnumerateObject().Select(m => Loose.Words(m.Name)));
        return members;
    }
}
