using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace OrderLedger.Api.Http;

/// <summary>How JSON looks on the wire: snake_case, null members shown, letters and quotes unescaped where JSON allows it.</summary>
public static class Wire
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // Vendors print \" and not \u0022, and clients may match bytes. No answer is ever put into HTML as it is.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>The same for what is written member by member.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = Options.Encoder };
}
