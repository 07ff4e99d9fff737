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
    private const int Few = 32;

    private static readonly SearchValues<char> ToBeEscaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

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
                Members(value);
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

    /// <summary>An object, its members sorted by their names' UTF-16 units.</summary>
    /// <param name="value">A JSON object.</param>
    /// <param name="keep">Which of its members are written; all unless said.</param>
    /// <param name="inner">The name of a member that is an object, and which of its members are written.</param>
    public void Members(JsonElement value, Func<JsonProperty, bool>? keep = null,
        (string Name, Func<JsonProperty, bool> Keep)? inner = null)
    {
        var members = new (string Name, JsonElement Value)[value.GetPropertyCount()];
        var count = 0;
        foreach (var member in value.EnumerateObject())
            if (keep is null || keep(member))
                members[count++] = (member.Name, member.Value);
        Sort(members.AsSpan(0, count));
        Raw("{"u8);
        var first = true;
        for (var i = 0; i < count; i++)
        {
            var (name, of) = members[i];
            if (i + 1 < count && members[i + 1].Name == name)
                continue;
            if (!first)
                Raw(","u8);
            first = false;
            Text(name);
            Raw(":"u8);
            if (inner is { } chosen && chosen.Name == name && of.ValueKind == JsonValueKind.Object)
                Members(of, chosen.Keep);
            else
                Value(of);
        }
        Raw("}"u8);
    }

    // Behind those of the same name. A few, as in every event, are sorted without a word; many, as a shop may send, not in quadratic time.
    private static void Sort(Span<(string Name, JsonElement Value)> members)
    {
        if (members.Length > Few)
        {
            var sorted = members.ToArray().OrderBy(m => m.Name, StringComparer.Ordinal).ToArray();
            sorted.CopyTo(members);
            return;
        }
        for (var i = 1; i < members.Length; i++)
        {
            var (member, at) = (members[i], i);
            for (; at > 0 && string.CompareOrdinal(members[at - 1].Name, member.Name) > 0; at--)
                members[at] = members[at - 1];
            members[at] = member;
        }
    }

    /// <summary>A string: only what must be escaped is, and that in its shortest form (RFC 8785, section 3.2.2.2).</summary>
    public void Text(string text)
    {
        Raw("\""u8);
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var plain = rest.IndexOfAny(ToBeEscaped);
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

    /// <summary>A hash as a string of lower-case hex.</summary>
    public void Hash(ReadOnlySpan<byte> hash)
    {
        Raw("\""u8);
        var hex = written.GetSpan(hash.Length * 2);
        Convert.TryToHexStringLower(hash, hex, out var length);
        written.Advance(length);
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
