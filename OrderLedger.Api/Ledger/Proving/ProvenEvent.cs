using OrderLedger.Domain.Proof;


namespace OrderLedger.Api.Ledger.Proving;

/// <summary>
/// An event or administrative action as it stands in the database, and what the proof says of it. <c>Subject</c> lacks the hashes that are
/// to be computed; <c>Data</c> is the JSON in UTF-8; <c>Place</c> and <c>Hash</c> are null where there is no leaf.
/// </summary>
internal sealed record ProvenEvent(long Seq, Leaf Subject, byte[] Data)
{
    public long? Place { get; init; }

    public byte[]? Hash { get; init; }

    public byte[]? Personal { get; init; }

    public byte[]? Salt { get; init; }

    public StreamKey Stream => Subject.Stream;

    public long Version => Subject.Version;
}
