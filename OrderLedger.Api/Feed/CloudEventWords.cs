using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace OrderLedger.Api.Feed;

/// <summary>Says events as CloudEvents 1.0, to who asks for it by <c>Accept</c>.</summary>
internal static class CloudEventWords
{
    public const string Batch = "application/cloudevents-batch+json";
    public const string Single = "application/cloudevents+json";

    private static readonly JsonEventFormatter Formatter = new(Wire.Options, default);

    /// <summary>Whether the request accepts this media type.</summary>
    public static bool IsWanted(HttpRequest request, string type) =>
        request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) && a.Quality != 0);

    /// <summary>A JSON array of events.</summary>
    public static ReadOnlyMemory<byte> Encode(IEnumerable<FedEvent> events) =>
        Formatter.EncodeBatchModeMessage(events.Select(Of), out _);

    /// <summary>One event as a JSON object in one line.</summary>
    public static ReadOnlyMemory<byte> Encode(FedEvent e) => Formatter.EncodeStructuredModeMessage(Of(e), out _);

    private static CloudEvent Of(FedEvent e) => new(CloudEventsSpecVersion.V1_0)
    {
        Id = e.Id.ToString(),
        Source = new($"/stores/{Uri.EscapeDataString(e.Message.Data.Store)}", UriKind.Relative),
        Type = "orderledger." + e.Message.Type,
        Subject = e.Message.Data.OrderId,
        Time = e.Message.Data.OccurredAt,
        DataContentType = "application/json",
        Data = e.Message.Data,
    };
}
