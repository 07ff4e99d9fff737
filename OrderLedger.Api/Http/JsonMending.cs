using System.Buffers;

namespace OrderLedger.Api.Http;

/// <summary>
/// Mends what is JSON and what PostgreSQL's jsonb cannot store: \u0000 and halves of surrogate pairs in texts and names become U+FFFD, a
/// number beyond all range becomes a text. One plugin's rubbish in a member that nobody reads must not sink the status beside it.
/// </summary>
internal static class JsonMending
{
    public const string Note =
        "Characters or numbers that cannot be stored were replaced: \\u0000, half of a surrogate pair, or a number beyond all range.";

    /// <summary>Most characters of a number: more is no amount, no id and no date.</summary>
    private const int NumberMax = 64;

    private const int EscapeLength = 6;

    private static ReadOnlySpan<byte> Replacement => "\\uFFFD"u8;

    /// <summary>The mended JSON, or null where nothing is to be mended.</summary>
    /// <param name="text">Valid JSON in UTF-8.</param>
    public static byte[]? Mended(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonBody.DepthMax });
        ArrayBufferWriter<byte>? mended = null;
        var copied = 0;
        while (reader.Read())
        {
            var isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped
                && IsUnstorable(reader.ValueSpan);
            if (!isText && !(reader.TokenType == JsonTokenType.Number && IsUnstorable(ref reader)))
                continue;
            mended ??= new(text.Length + 64);
            var start = (int)reader.TokenStartIndex;
            mended.Write(text[copied..start]);
            mended.Write("\""u8);
            if (isText)
                WriteMended(mended, reader.ValueSpan);
            else
                mended.Write(reader.ValueSpan);
            mended.Write("\""u8);
            copied = start + reader.ValueSpan.Length + (isText ? 2 : 0);
        }
        mended?.Write(text[copied..]);
        return mended?.WrittenSpan.ToArray();
    }

    private static bool IsUnstorable(ref Utf8JsonReader reader) =>
        reader.ValueSpan.Length > NumberMax || !reader.TryGetDouble(out var number) || !double.IsFinite(number);

    private static bool IsUnstorable(ReadOnlySpan<byte> escaped)
    {
        for (var i = 0; Next(escaped, ref i, out var isBad);)
            if (isBad)
                return true;
        return false;
    }

    private static void WriteMended(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> escaped)
    {
        var copied = 0;
        for (var i = 0; Next(escaped, ref i, out var isBad);)
            if (isBad)
            {
                to.Write(escaped[copied..(i - EscapeLength)]);
                to.Write(Replacement);
                copied = i;
            }
        to.Write(escaped[copied..]);
    }

    // Goes behind the next \uXXXX, or behind both of a pair; false after the last.
    private static bool Next(ReadOnlySpan<byte> text, ref int i, out bool isBad)
    {
        isBad = false;
        while (i < text.Length)
        {
            if (text[i] != '\\')
            {
                i++;
                continue;
            }
            if (text[i + 1] != 'u')
            {
                i += 2;
                continue;
            }
            var unit = Unit(text, i);
            i += EscapeLength;
            if (char.IsHighSurrogate(unit) && i + EscapeLength <= text.Length && text[i] == '\\' && text[i + 1] == 'u'
                && char.IsLowSurrogate(Unit(text, i)))
                i += EscapeLength;
            else
                isBad = unit == 0 || char.IsSurrogate(unit);
            return true;
        }
        return false;
    }

    private static char Unit(ReadOnlySpan<byte> text, int at) =>
        (char)ushort.Parse(text.Slice(at + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
