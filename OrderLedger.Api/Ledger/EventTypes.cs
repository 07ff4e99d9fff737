using System.Text.Json.Serialization.Metadata;

namespace OrderLedger.Api.Ledger;

/// <summary>The stored name of each event. A name, once written, stays readable for ever.</summary>
public static class EventTypes
{
    private static readonly Dictionary<string, JsonTypeInfo> ByName = new()
    {
        ["order_registered"] = StoredJson.Stored.OrderRegistered,
        ["order_details_changed"] = StoredJson.Stored.OrderDetailsChanged,
        ["status_changed"] = StoredJson.Stored.StatusChanged,
        ["stale_status_reported"] = StoredJson.Stored.StaleStatusReported,
        ["status_repeated"] = StoredJson.Stored.StatusRepeated,
        ["payment_status_changed"] = StoredJson.Stored.PaymentStatusChanged,
        ["fulfilment_status_changed"] = StoredJson.Stored.FulfilmentStatusChanged,
        ["note_added"] = StoredJson.Stored.NoteAdded,
        ["tag_added"] = StoredJson.Stored.TagAdded,
        ["tag_removed"] = StoredJson.Stored.TagRemoved,
        ["order_assigned"] = StoredJson.Stored.OrderAssigned,
        ["order_deleted"] = StoredJson.Stored.OrderDeleted,
        ["order_restored"] = StoredJson.Stored.OrderRestored,
        ["personal_data_erased"] = StoredJson.Stored.PersonalDataErased,
    };

    private static readonly Dictionary<Type, (string Name, string DotNetName, JsonTypeInfo Json)> ByType = ByName.ToDictionary(
        p => p.Value.Type, p => (p.Key, $"{p.Value.Type.FullName}, {p.Value.Type.Assembly.GetName().Name}", p.Value));

    internal static readonly JsonTypeInfo Registered = ByName["order_registered"];
    internal static readonly JsonTypeInfo DetailsChanged = ByName["order_details_changed"];

    private static readonly (byte[] Name, JsonTypeInfo Json)[] ByBytes =
        [.. ByName.Select(p => (System.Text.Encoding.UTF8.GetBytes(p.Key), p.Value))];

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The class of each event.</summary>
    public static IReadOnlyCollection<Type> Classes => ByType.Keys;

    public static string NameOf<T>() where T : OrderEvent => ByType[typeof(T)].Name;

    public static string NameOf(OrderEvent e) => ByType[e.GetType()].Name;

    /// <summary>"Namespace.Type, Assembly", as Marten writes it.</summary>
    public static string DotNetNameOf(OrderEvent e) => ByType[e.GetType()].DotNetName;

    /// <exception cref="KeyNotFoundException">An event of this name was never written by this or an earlier build.</exception>
    public static string DotNetNameOf(string name) => ByType[ByName[name].Type].DotNetName;

    public static string Write(OrderEvent e) => JsonSerializer.Serialize(e, ByType[e.GetType()].Json);

    /// <summary>The type of this name in UTF-8, or null.</summary>
    internal static JsonTypeInfo? Known(ReadOnlySpan<byte> name)
    {
        foreach (var (known, json) in ByBytes)
            if (name.SequenceEqual(known))
                return json;
        return null;
    }

    /// <exception cref="JsonException">The data is not that of such an event.</exception>
    internal static OrderEvent Read(JsonTypeInfo type, ReadOnlySpan<byte> data) =>
        (OrderEvent?)JsonSerializer.Deserialize(data, type) ?? throw new JsonException($"A {type.Type.Name} without data.");

    /// <exception cref="KeyNotFoundException">An event of this name was never written by this or an earlier build.</exception>
    /// <exception cref="JsonException">The data is not that of such an event.</exception>
    public static OrderEvent Read(string name, string data) => ByName.TryGetValue(name, out var type)
        ? (OrderEvent?)JsonSerializer.Deserialize(data, type) ?? throw new JsonException($"A {name} without data.")
        : throw new KeyNotFoundException($"There is no event type '{name}'.");
}
