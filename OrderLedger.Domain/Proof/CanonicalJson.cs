using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OrderLedger.Domain.Proof;

/// <summary>
/// The JSON Canonicalization Scheme (RFC 8785): one byte sequence for one JSON value. Of members with the same name the last one
/// counts, as in PostgreSQL's jsonb. Holds what was written until <see cref="Clear"/>.
/// </summary>
/// <param name="exactNumbers">
/// Whether a number that a double does not hold exactly becomes a string (<see cref="CanonicalNumber.Exact"/>). RFC 8785 rounds it.
/// </param>
public sealed class CanonicalJson(bool exactNumbers)
{
    private const int EscapedLength = 6;

    private readonly ArrayBufferWriter<byte> written = new(512);

    public ReadOnlySpan<byte> Bytes => written.WrittenSpan;

    public static byte[] Of(JsonElement value)
    {
        var json = new CanonicalJson(exactNumbers: false);
        json.Value(value);
        return json.Bytes.ToArray();
    }

    public void Clear() => written.ResetWrittenCount();

    /// <summary>Bytes that are canonical already.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => written.Write(bytes);

    public void Value(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Members(value.EnumerateObject());
                break;
            case JsonValueKind.Array:
                Items(value);
                break;
            case JsonValueKind.String:
                Text(value.GetString()!);
                break;
            case JsonValueKind.Number:
                var token = value.GetRawText();
                Ascii(exactNumbers ? CanonicalNumber.Exact(token) : CanonicalNumber.Of(value.GetDouble()));
                break;
            default:
                Ascii(value.GetRawText());
                break;
        }
    }

    /// <summary>An object of these members, sorted by their names' UTF-16 units.</summary>
    public void Members(IEnumerable<JsonProperty> members) => Members(members.Select(m => (m.Name, m.Value)), Value);

    /// <summary>An object of these members; how a value is written is said by the caller.</summary>
    public void Members<T>(IEnumerable<(string Name, T Value)> members, Action<T> write)
    {
        Raw("{"u8);
        var sorted = members.ToArray();
        var places = new int[sorted.Length];
        for (var i = 0; i < places.Length; i++)
            places[i] = i;
        Array.Sort(places, (a, b) => string.CompareOrdinal(sorted[a].Name, sorted[b].Name) is var order and not 0 ? order : a.CompareTo(b));
        var first = true;
        for (var i = 0; i < places.Length; i++)
        {
            var (name, value) = sorted[places[i]];
            if (i + 1 < places.Length && sorted[places[i + 1]].Name == name)
                continue;
            if (!first)
                Raw(","u8);
            first = false;
            Text(name);
            Raw(":"u8);
            write(value);
        }
        Raw("}"u8);
    }

    /// <summary>A string: only what must be escaped is, and that in its shortest form (RFC 8785, section 3.2.2.2).</summary>
    public void Text(string text)
    {
        Raw("\""u8);
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var plain = IndexOfEscaped(rest);
            if (plain != 0)
            {
                Utf8(plain < 0 ? rest : rest[..plain]);
                if (plain < 0)
                    break;
            }
            Escaped(rest[plain]);
            rest = rest[(plain + 1)..];
        }
        Raw("\""u8);
    }

    private void Items(JsonElement array)
    {
        Raw("["u8);
        var first = true;
        foreach (var item in array.EnumerateArray())
        {
            if (!first)
                Raw(","u8);
            first = false;
            Value(item);
        }
        Raw("]"u8);
    }

    private static int IndexOfEscaped(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
            if (text[i] is < ' ' or '"' or '\\')
                return i;
        return -1;
    }

    private void Escaped(char c)
    {
        var shortForm = c switch { '"' => '"', '\\' => '\\', '\b' => 'b', '\t' => 't', '\n' => 'n', '\f' => 'f', '\r' => 'r', _ => '\0' };
        if (shortForm != '\0')
            Utf8(['\\', shortForm]);
        else
            Ascii($"\\u{(int)c:x4}"[..EscapedLength]);
    }

    private void Utf8(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, written);

    private void Ascii(string text) => Encoding.ASCII.GetBytes(text, written);
}
