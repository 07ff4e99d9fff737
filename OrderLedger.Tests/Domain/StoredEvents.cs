using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrderLedger.Tests.Domain;

/// <summary>
/// The stored format. These strings stand in ledgers that are not ours to rewrite: a row may be added here, never changed.
/// Each stands on one line, as it is stored.
/// </summary>
public class StoredEvents
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // As a Marten with System.Text.Json would be set up by somebody who never saw our code.
    private static readonly JsonSerializerOptions Plain = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    public static TheoryData<string, string, OrderEvent> Golden => new()
    {
        {
            "order_registered",
            """{"number":"#2539","status":"on-hold","raw":"wc-on-hold","phase":"open","currency":"EUR","createdAt":"2026-03-01T12:00:00+00:00"}""",
            new OrderRegistered("#2539", "on-hold", "wc-on-hold", Phase.Open, "EUR", Noon)
        },
        {
            "order_registered",
            """{"number":"№ 2539 <Grüße>","status":"processing","raw":"processing","phase":"in_progress","currency":"KWD","createdAt":"2026-03-01T12:00:00.123456+00:00","total":"60.000","refunded":"0.125","paymentStatus":"paid","fulfilmentStatus":"packed","occurredAt":"2026-03-01T12:00:00+00:00","details":{"customer":{"name":"Zoë"},"items":[{"price":"1.50"}]}}""",
            new OrderRegistered("№ 2539 <Grüße>", "processing", "processing", Phase.InProgress, "KWD", Noon.AddMicroseconds(123456),
                60.000m, 0.125m, "paid", "packed", Noon, Json("""{"customer":{"name":"Zoë"},"items":[{"price":"1.50"}]}"""))
        },
        {
            "order_details_changed",
            """{"number":"#2540","total":"79228162514264337593543950335","refunded":"-1.00","currency":"JPY","createdAt":"2026-03-01T12:00:00+00:00","details":{"note":null}}""",
            new OrderDetailsChanged("#2540", decimal.MaxValue, -1.00m, "JPY", Noon, Json("""{"note":null}"""))
        },
        { "order_details_changed", "{}", new OrderDetailsChanged() },
        {
            "status_changed",
            """{"from":"pending","to":"completed","raw":"completed","phase":"done","unusual":false}""",
            new StatusChanged("pending", "completed", "completed", Phase.Done)
        },
        {
            "status_changed",
            """{"from":"completed","to":"draft","raw":" WC-Draft","phase":"draft","occurredAt":"2026-03-01T12:00:00+00:00","reason":"a \"slip\"","unusual":true}""",
            new StatusChanged("completed", "draft", " WC-Draft", Phase.Draft, Noon, "a \"slip\"", true)
        },
        {
            "stale_status_reported",
            """{"status":"failed","raw":"failed","occurredAt":"2026-03-01T12:00:00+00:00","reason":"late"}""",
            new StaleStatusReported("failed", "failed", Noon, "late")
        },
        { "status_repeated", """{"occurredAt":"2026-03-01T12:00:00+00:00"}""", new StatusRepeated(Noon) },
        {
            "order_details_changed",
            """{"total":"1.5","occurredAt":"2026-03-01T12:00:00+00:00","repeatsStatus":true}""",
            new OrderDetailsChanged(Total: 1.5m, OccurredAt: Noon, RepeatsStatus: true)
        },
        { "payment_status_changed", """{"to":"paid"}""", new PaymentStatusChanged(null, "paid") },
        {
            "payment_status_changed",
            """{"from":"paid","to":"refunded","occurredAt":"2026-03-01T12:00:00+00:00","reason":"r"}""",
            new PaymentStatusChanged("paid", "refunded", Noon, "r")
        },
        {
            "fulfilment_status_changed",
            """{"from":"pending","to":"delivered","occurredAt":"2026-03-01T12:00:00+00:00","reason":"r"}""",
            new FulfilmentStatusChanged("pending", "delivered", Noon, "r")
        },
        { "note_added", """{"text":"ring twice"}""", new NoteAdded("ring twice") },
        { "note_added", "{}", new NoteAdded() },
        { "tag_added", """{"tag":"fragile"}""", new TagAdded("fragile") },
        { "tag_removed", """{"tag":"fragile"}""", new TagRemoved("fragile") },
        { "order_assigned", """{"from":"Ana","to":"Ben"}""", new OrderAssigned("Ana", "Ben") },
        { "order_assigned", "{}", new OrderAssigned() },
        { "order_deleted", """{"occurredAt":"2026-03-01T12:00:00+00:00"}""", new OrderDeleted(Noon) },
        { "order_restored", "{}", new OrderRestored() },
        { "personal_data_erased", """{"upTo":7}""", new PersonalDataErased(7) },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void An_event_is_written_as_it_always_was(string name, string stored, OrderEvent e)
    {
        EventTypes.NameOf(e).ShouldBe(name);
        EventTypes.Write(e).ShouldBe(stored);
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void What_was_written_is_read_to_an_equal_event(string name, string stored, OrderEvent e) =>
        EventTypes.Read(name, stored).ShouldBe(e);

    [Theory]
    [MemberData(nameof(Golden))]
    public void A_plain_reader_that_never_saw_our_code_reads_an_equal_event(string _, string stored, OrderEvent e)
    {
        var type = Type.GetType(EventTypes.DotNetNameOf(e), throwOnError: true)!;

        JsonSerializer.Deserialize(stored, type, Plain).ShouldBe(e);
    }

    [Theory]
    [InlineData("draft", Phase.Draft)]
    [InlineData("open", Phase.Open)]
    [InlineData("in_progress", Phase.InProgress)]
    [InlineData("done", Phase.Done)]
    [InlineData("cancelled", Phase.Cancelled)]
    [InlineData("refunded", Phase.Refunded)]
    [InlineData("failed", Phase.Failed)]
    public void A_phase_is_stored_as_its_word(string word, Phase phase) =>
        EventTypes.Write(new StatusChanged("a", "b", "b", phase)).ShouldContain($"\"phase\":\"{word}\"");

    [Fact]
    public void Every_stored_name_is_held_by_a_golden_row() =>
        Golden.Select(row => (string)row[0]).Distinct().ShouldBe(EventTypes.Names, ignoreOrder: true);

    [Fact]
    public void A_member_a_later_build_adds_is_passed_over() =>
        EventTypes.Read("note_added", """{"text":"x","colour":"red"}""").ShouldBe(new NoteAdded("x"));

    [Fact]
    public void A_name_nobody_ever_wrote_is_not_guessed_at() =>
        Should.Throw<KeyNotFoundException>(() => EventTypes.Read("order_eaten", "{}"));

    private static Details Json(string json) => new(JsonDocument.Parse(json).RootElement);
}
