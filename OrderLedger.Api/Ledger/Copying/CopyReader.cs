using System.Buffers.Binary;

namespace OrderLedger.Api.Ledger.Copying;

/// <summary>
/// Reads the rows of a query in PostgreSQL's binary COPY format, value by value in the order of the columns. What a value's bytes are is
/// gone with the next value.
/// </summary>
internal sealed class CopyReader : IDisposable
{
    private const int HeaderBytes = 19;
    private const long Year2000 = 630_822_816_000_000_000;

    private readonly NpgsqlRawCopyStream stream;
    private byte[] buffer = new byte[1 << 17];
    private int start;
    private int end;

    /// <param name="connection">Is busy until the reader is disposed.</param>
    /// <param name="query">Without parameters: COPY takes none.</param>
    public CopyReader(NpgsqlConnection connection, string query)
    {
        stream = connection.BeginRawBinaryCopy($"copy ({query}) to stdout (format binary)");
        Take(HeaderBytes);
    }

    /// <summary>Goes to the next row; false after the last.</summary>
    public bool Next() => BinaryPrimitives.ReadInt16BigEndian(Take(2)) >= 0;

    public bool TryBytes(out ReadOnlySpan<byte> value)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(Take(4));
        value = length < 0 ? default : Take(length);
        return length >= 0;
    }

    public long Number() => TryBytes(out var value) ? BinaryPrimitives.ReadInt64BigEndian(value) : throw Absent();

    public long? NullableNumber() => TryBytes(out var value) ? BinaryPrimitives.ReadInt64BigEndian(value) : null;

    public Guid Id() => TryBytes(out var value) ? new(value, bigEndian: true) : throw Absent();

    public byte[]? Bytes() => TryBytes(out var value) ? value.ToArray() : null;

    public DateTimeOffset Time() => new(Year2000 + (Number() * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public string? Text() => TryBytes(out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>As <see cref="Text()"/>; the same text again is the same string again.</summary>
    public string? Text(ref Repeated last)
    {
        if (!TryBytes(out var value))
            return null;
        if (last.Text is null || !value.SequenceEqual(last.Utf8))
            last = new(value.ToArray(), Encoding.UTF8.GetString(value));
        return last.Text;
    }

    public void Dispose() => stream.Dispose();

    private ReadOnlySpan<byte> Take(int count)
    {
        if (end - start < count)
            Fill(count);
        var taken = buffer.AsSpan(start, count);
        start += count;
        return taken;
    }

    private void Fill(int count)
    {
        var rest = buffer.AsSpan(start, end - start);
        var into = count > buffer.Length ? new byte[count * 2] : buffer;
        rest.CopyTo(into);
        (buffer, start, end) = (into, 0, rest.Length);
        while (end < count)
        {
            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
                throw new EndOfStreamException("PostgreSQL ended a COPY in the middle of a row.");
            end += read;
        }
    }

    private static InvalidDataException Absent() => new("A column that is never null was.");

    /// <summary>The value a column had last.</summary>
    public readonly record struct Repeated(byte[] Utf8, string Text);
}
