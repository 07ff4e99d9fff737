using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Webhooks;

/// <summary>
/// A message of the Standard Webhooks specification: a body <c>{type, timestamp, data}</c> below 20 kB, and the headers
/// <c>webhook-id</c>, <c>webhook-timestamp</c> and <c>webhook-signature</c>.
/// </summary>
internal static class WebhookMessage
{
    /// <summary>The begin of a secret. Its rest is base64.</summary>
    public const string SecretPrefix = "whsec_";

    private const string IdPrefix = "msg_";
    private const int SecretBytes = 32;

    /// <summary>A new secret.</summary>
    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The id of a message in its header, constant over all attempts.</summary>
    public static string IdOf(Guid delivery) => $"{IdPrefix}{delivery:n}";

    /// <summary>The delivery whose message has an id; null when no message can have it.</summary>
    public static Guid? DeliveryOf(string id) => id.StartsWith(IdPrefix, StringComparison.Ordinal)
        && Guid.TryParseExact(id[IdPrefix.Length..], "n", out var delivery) ? delivery : null;

    /// <summary>
    /// The type of an event outside: <c>order.registered</c>, <c>order.status_changed</c>, <c>alert.opened</c>.
    /// </summary>
    public static string TypeOf(string stored) => ActionTypes.OfAlerts.Contains(stored) ? stored.Replace('_', '.')
        : "order." + (stored.StartsWith("order_", StringComparison.Ordinal) ? stored["order_".Length..] : stored);

    /// <summary>
    /// One signature for each secret, separated by blanks: HMAC-SHA256 over id, time in seconds since 1970 and body, with dots between.
    /// </summary>
    public static string Sign(string id, long timestamp, string body, params IEnumerable<string> secrets)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));
        return string.Join(' ', secrets.Select(secret =>
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), signed))));
    }

    /// <summary>The body that tells of an event. It is the same at each attempt, unless personal data was erased meanwhile.</summary>
    /// <param name="due">The delivery with its event.</param>
    /// <param name="details">Whether it may carry what is personal: a reason, a note.</param>
    public static string Body(DueMessage due, bool details) => due switch
    {
        DueAlert alert => Body(alert),
        DueDelivery delivery => JsonSerializer.Serialize(Of(delivery.Event, delivery.OrderNumber, details), Wire.Options),
        _ => throw new ArgumentException($"There is no message of a {due.GetType().Name}.", nameof(due)),
    };

    /// <summary>Says what others are told of an event, by whichever way.</summary>
    public static EventMessage Of(Recorded recorded, string orderNumber, bool details)
    {
        var told = Told.Of(recorded.Event);
        return new(TypeOf(EventTypes.NameOf(recorded.Event)), recorded.At, new()
        {
            Store = recorded.Stream.Store,
            OrderId = recorded.Stream.OrderId,
            OrderNumber = orderNumber,
            From = told.From,
            To = told.To,
            Phase = told.Phase,
            Version = recorded.Version,
            Seq = recorded.Seq,
            OccurredAt = told.OccurredAt ?? recorded.At,
            RecordedAt = recorded.At,
            Actor = recorded.Sender.Actor,
            Source = recorded.Sender.Source,
            Total = told.Total,
            Currency = told.Currency,
            Reason = details ? told.Reason : null,
        });
    }

    private static string Body(DueAlert alert)
    {
        var data = new JsonObject { ["store"] = alert.Store, ["seq"] = alert.Seq };
        foreach (var fact in alert.Data.EnumerateObject())
            data[fact.Name] = fact.Value.GetString();
        return JsonSerializer.Serialize(new { type = TypeOf(alert.Type), timestamp = alert.RecordedAt, data }, Wire.Options);
    }

    private sealed record Told(string? From, string? To)
    {
        public string? Phase { get; init; }

        public DateTimeOffset? OccurredAt { get; init; }

        public string? Reason { get; init; }

        public decimal? Total { get; init; }

        public string? Currency { get; init; }

        public static Told Of(OrderEvent e) => e switch
        {
            OrderRegistered r => new(null, r.Status)
            {
                Phase = r.Phase.Word(),
                OccurredAt = r.OccurredAt,
                Total = r.Total,
                Currency = r.Currency,
            },
            StatusChanged s => new(s.From, s.To) { Phase = s.Phase.Word(), OccurredAt = s.OccurredAt, Reason = s.Reason },
            PaymentStatusChanged p => new(p.From, p.To) { OccurredAt = p.OccurredAt, Reason = p.Reason },
            FulfilmentStatusChanged f => new(f.From, f.To) { OccurredAt = f.OccurredAt, Reason = f.Reason },
            StaleStatusReported s => new(null, s.Status) { OccurredAt = s.OccurredAt, Reason = s.Reason },
            StatusRepeated s => new(null, null) { OccurredAt = s.OccurredAt },
            OrderDetailsChanged d => new(null, null) { OccurredAt = d.OccurredAt, Total = d.Total, Currency = d.Currency },
            NoteAdded n => new(null, null) { Reason = n.Text },
            TagAdded t => new(null, t.Tag),
            TagRemoved t => new(t.Tag, null),
            OrderAssigned a => new(a.From, a.To),
            OrderDeleted d => new(null, null) { OccurredAt = d.OccurredAt },
            OrderRestored r => new(null, null) { OccurredAt = r.OccurredAt },
            _ => new(null, null),
        };
    }
}
