using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace OrderLedger.Api.Vendors;

/// <summary>
/// The members that came with an order, as JSON text. It is written at first need and kept for as long as the details themselves are held:
/// the next answer that shows them copies bytes.
/// </summary>
internal sealed class KeptMembers
{
    private static readonly ConditionalWeakTable<Details, KeptMembers> Known = [];

    private readonly ConcurrentDictionary<string, byte[]> written = new();
    private readonly JsonElement details;

    private KeptMembers(Details details) => this.details = details.Json;

    public static KeptMembers Of(Details details) => Known.GetValue(details, d => new(d));

    /// <summary>The member as it came; <c>null</c> where it did not.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="printed">
    /// The order in which the vendor prints the members of this object, or of the objects in this list: stored, they have none.
    /// </param>
    public byte[] Json(string name, string[]? printed = null) =>
        written.TryGetValue(name, out var known) ? known : written[name] = Write(details.Member(name), printed);

    private static byte[] Write(JsonElement? member, string[]? printed)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Wire.Writing))
            switch (member)
            {
                case null:
                    writer.WriteNullValue();
                    break;
                case { ValueKind: JsonValueKind.Array } list when printed is not null:
                    writer.WriteStartArray();
                    foreach (var item in list.EnumerateArray())
                        WriteObject(writer, item, printed);
                    writer.WriteEndArray();
                    break;
                case { } value when printed is not null:
                    WriteObject(writer, value, printed);
                    break;
                case { } value:
                    value.WriteTo(writer);
                    break;
            }
        return json.WrittenSpan.ToArray();
    }

    private static void WriteObject(Utf8JsonWriter json, JsonElement value, string[] printed)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            value.WriteTo(json);
            return;
        }
        json.WriteStartObject();
        foreach (var member in value.EnumerateObject().OrderBy(
            m => Array.IndexOf(printed, m.Name) is >= 0 and var place ? place : printed.Length))
            member.WriteTo(json);
        json.WriteEndObject();
    }
}
