using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json.Serialization.Metadata;

namespace OrderLedger.Api.Ledger.Copying;

/// <summary>
/// Rows of one table in PostgreSQL's binary COPY format, encoded as they are made: nothing of a row is kept but its bytes.
/// The format is that of the manual's page on COPY ("Binary Format") and of each type's receive function.
/// </summary>
internal sealed class CopyRows(string command, int columns)
{
    // PostgreSQL counts microseconds from the year 2000.
    private const long Year2000 = 630_822_816_000_000_000;

    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static readonly JsonWriterOptions Writing = new() { Encoder = StoredJson.Stored.Options.Encoder, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> bytes = new(1 << 20);
    private readonly ArrayBufferWriter<byte> json = new(4_096);

    public int Bytes => bytes.WrittenCount;

    /// <summary>Sends what was made since the last time, in the connection's transaction.</summary>
    public void Send(NpgsqlConnection connection)
    {
        if (bytes.WrittenCount == 0)
            return;
        using (var stream = connection.BeginRawBinaryCopy(command))
        {
            stream.Write(Header);
            stream.Write(bytes.WrittenSpan);
            stream.Write([0xFF, 0xFF]);
        }
        bytes.ResetWrittenCount();
    }

    public void Clear() => bytes.ResetWrittenCount();

    /// <summary>Begins a row; as many values as the table has columns follow.</summary>
    public void Row()
    {
        BinaryPrimitives.WriteInt16BigEndian(bytes.GetSpan(2), (short)columns);
        bytes.Advance(2);
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }
        var span = bytes.GetSpan(4 + Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, span[4..]);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        bytes.Advance(4 + length);
    }

    public void Number(long value)
    {
        var span = bytes.GetSpan(12);
        BinaryPrimitives.WriteInt32BigEndian(span, 8);
        BinaryPrimitives.WriteInt64BigEndian(span[4..], value);
        bytes.Advance(12);
    }

    public void Binary(byte[]? value)
    {
        if (value is null)
        {
            Null();
            return;
        }
        var span = bytes.GetSpan(4 + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(span, value.Length);
        value.CopyTo(span[4..]);
        bytes.Advance(4 + value.Length);
    }

    public void Id(Guid value)
    {
        var span = bytes.GetSpan(20);
        BinaryPrimitives.WriteInt32BigEndian(span, 16);
        value.TryWriteBytes(span[4..], bigEndian: true, out _);
        bytes.Advance(20);
    }

    public void Flag(bool value)
    {
        var span = bytes.GetSpan(5);
        BinaryPrimitives.WriteInt32BigEndian(span, 1);
        span[4] = value ? (byte)1 : (byte)0;
        bytes.Advance(5);
    }

    /// <summary>A timestamptz, in whole microseconds as the driver writes it.</summary>
    public void Time(DateTimeOffset? value)
    {
        if (value is { } time)
            Number((time.UtcTicks - Year2000) / TimeSpan.TicksPerMicrosecond);
        else
            Null();
    }

    /// <summary>An interval of days and microseconds, as the driver writes it.</summary>
    public void Duration(TimeSpan? value)
    {
        if (value is not { } time)
        {
            Null();
            return;
        }
        var span = bytes.GetSpan(20);
        BinaryPrimitives.WriteInt32BigEndian(span, 16);
        BinaryPrimitives.WriteInt64BigEndian(span[4..], (time.Ticks - (time.Days * TimeSpan.TicksPerDay)) / TimeSpan.TicksPerMicrosecond);
        BinaryPrimitives.WriteInt32BigEndian(span[12..], time.Days);
        BinaryPrimitives.WriteInt32BigEndian(span[16..], 0);
        bytes.Advance(20);
    }

    public void Json(ReadOnlySpan<byte> utf8)
    {
        var span = bytes.GetSpan(5 + utf8.Length);
        BinaryPrimitives.WriteInt32BigEndian(span, 1 + utf8.Length);
        span[4] = 1;
        utf8.CopyTo(span[5..]);
        bytes.Advance(5 + utf8.Length);
    }

    /// <summary>Absent where the text is null.</summary>
    public void Json(string? text)
    {
        if (text is null)
            Null();
        else
            Json(Encoding.UTF8.GetBytes(text));
    }

    public void Json<T>(T value, JsonTypeInfo<T> type)
    {
        json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(json, Writing))
            JsonSerializer.Serialize(writer, value, type);
        Json(json.WrittenSpan);
    }

    /// <summary>A tsvector of these words, separated by one space, without positions. PostgreSQL sorts them.</summary>
    public void Words(string words)
    {
        var count = words.Length == 0 ? 0 : words.AsSpan().Count(' ') + 1;
        var span = bytes.GetSpan(8 + Encoding.UTF8.GetMaxByteCount(words.Length) + (3 * count));
        var at = 8;
        if (count > 0)
            foreach (var word in words.AsSpan().Split(' '))
            {
                at += Encoding.UTF8.GetBytes(words.AsSpan(word), span[at..]);
                span.Slice(at, 3).Clear();
                at += 3;
            }
        BinaryPrimitives.WriteInt32BigEndian(span, at - 4);
        BinaryPrimitives.WriteInt32BigEndian(span[4..], count);
        bytes.Advance(at);
    }

    public void Null()
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(4), -1);
        bytes.Advance(4);
    }
}
