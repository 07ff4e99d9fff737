using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Proving.Offline;

/// <summary>
/// An event's line. <c>Subject</c> lacks the hash of the data and has the file's <c>prev</c>; <c>Place</c> and <c>Hash</c> are null where
/// the event has no leaf.
/// </summary>
internal sealed record ExportedEvent(Leaf Subject, JsonElement Data)
{
    public long? Place { get; init; }

    public byte[]? Hash { get; init; }

    public byte[]? Personal { get; init; }

    public byte[]? Salt { get; init; }

    /// <summary>Whether the personal part and its salt were taken out.</summary>
    public bool IsErased => LeafCheck.IsErased(Data, Personal, Salt);

    public StreamKey Stream => Subject.Stream;

    public long Version => Subject.Version;

    /// <exception cref="FormatException">A member is missing or is not what it should be.</exception>
    public static ExportedEvent Read(JsonElement line)
    {
        try
        {
            var at = ExportScope.Read(Text(line, "ts")) ?? throw new FormatException("ts is no time of an export.");
            var sender = new Sender(Text(line, "actor"), Text(line, "source"), TextOrNull(line, "request_id"),
                TextOrNull(line, "delivery_id"));
            var data = line.GetProperty("data");
            if (data.ValueKind != JsonValueKind.Object)
                throw new FormatException("data is no object.");
            return new(new(new(Text(line, "tenant"), Text(line, "stream")), line.GetProperty("version").GetInt64(), Text(line, "type"),
                line.GetProperty("event_id").GetGuid(), at, sender, [], Hash32(line, "prev")), data)
            {
                Place = line.TryGetProperty("place", out var place) ? place.GetInt64() : null,
                Hash = Hash32(line, "leaf"),
                Personal = Hash32(line, "personal"),
                Salt = TextOrNull(line, "salt") is { } salt ? Convert.FromHexString(salt) : null,
            };
        }
        catch (Exception other) when (other is KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(other.Message, other);
        }
    }

    /// <summary>Whether the content makes the leaf.</summary>
    public bool IsRight(LeafCheck check) => Hash is not null && LeafCheck.Same(check.Expected(Subject, Data, Personal, Salt), Hash);

    private static string Text(JsonElement line, string name) =>
        line.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");

    private static string? TextOrNull(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static byte[]? Hash32(JsonElement line, string name) => TextOrNull(line, name) is { } hex ? Convert.FromHexString(hex) : null;
}
