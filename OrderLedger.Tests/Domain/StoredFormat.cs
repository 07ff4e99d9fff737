using System.Text.Json;
using System.Text.Json.Serialization;
using OrderLedger.Api.Storage;
using OrderLedger.Domain;
using static OrderLedger.Tests.Support.Scenario;

namespace OrderLedger.Tests.Domain;

/// <summary>These strings lie in databases. A change that makes one of them wrong is a change of the wrong thing.</summary>
public class StoredFormat
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    public static TheoryData<string, OrderEvent, string> Events => new()
    {
        { "order_registered", Registered() with { Total = 149.90m, Details = new(JsonDocument.Parse("""{"customer":{"name":"Ada"}}""").RootElement) },
            """{"number":"#1","status":"pending","raw":"pending","phase":"open","currency":"EUR","createdAt":"2026-01-02T03:00:00+00:00","total":"149.90","details":{"customer":{"name":"Ada"}}}""" },
        { "order_details_changed", new OrderDetailsChanged(Refunded: 0.001m), """{"refunded":"0.001"}""" },
        { "status_changed", new StatusChanged("pending", "packed", "wc-packed", Phase.InProgress, Hour(1), "why", true),
            """{"from":"pending","to":"packed","raw":"wc-packed","phase":"in_progress","occurredAt":"2026-01-02T04:00:00+00:00","reason":"why","unusual":true}""" },
        { "stale_status_reported", new StaleStatusReported("failed", "Failed", Start), """{"status":"failed","raw":"Failed","occurredAt":"2026-01-02T03:00:00+00:00"}""" },
        { "payment_status_changed", new PaymentStatusChanged(null, "paid"), """{"to":"paid"}""" },
        { "fulfilment_status_changed", new FulfilmentStatusChanged("pending", "delivered"), """{"from":"pending","to":"delivered"}""" },
        { "note_added", new NoteAdded("Grüße"), """{"text":"Grüße"}""" },
        { "order_deleted", new OrderDeleted(), "{}" },
        { "order_restored", new OrderRestored(Start), """{"occurredAt":"2026-01-02T03:00:00+00:00"}""" },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_stored_so_and_read_back_the_same(string name, OrderEvent e, string json)
    {
        EventTypes.NameOf(e).ShouldBe(name);
        EventTypes.Write(e).ShouldBe(json);
        EventTypes.Read(name, json).ShouldBe(e);
        JsonSerializer.Deserialize(json, e.GetType(), Plain).ShouldBe(e);
    }

    [Fact]
    public void Every_event_has_a_stored_name() => typeof(OrderEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(OrderEvent)))
        .Select(t => JsonNamingPolicy.SnakeCaseLower.ConvertName(t.Name)).ShouldBe(EventTypes.Names, ignoreOrder: true);
}
