using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// The JSON in the ledger's tables: camelCase, enums as words, what is null left out. A Marten with
/// System.Text.Json in camelCase and enums as strings reads it as it is (docs/marten.md).
/// </summary>
[JsonSerializable(typeof(OrderRegistered))]
[JsonSerializable(typeof(OrderDetailsChanged))]
[JsonSerializable(typeof(StatusChanged))]
[JsonSerializable(typeof(StaleStatusReported))]
[JsonSerializable(typeof(StatusRepeated))]
[JsonSerializable(typeof(PaymentStatusChanged))]
[JsonSerializable(typeof(FulfilmentStatusChanged))]
[JsonSerializable(typeof(NoteAdded))]
[JsonSerializable(typeof(TagAdded))]
[JsonSerializable(typeof(TagRemoved))]
[JsonSerializable(typeof(OrderAssigned))]
[JsonSerializable(typeof(OrderDeleted))]
[JsonSerializable(typeof(OrderRestored))]
[JsonSerializable(typeof(PersonalDataErased))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(OrderDetails))]
[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(Dictionary<string, Phase>))]
internal sealed partial class StoredJson : JsonSerializerContext
{
    public static readonly StoredJson Stored = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Nothing of this is ever put into HTML unescaped; letters stay letters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
