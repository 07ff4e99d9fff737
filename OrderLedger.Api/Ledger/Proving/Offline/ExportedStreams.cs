using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Proving.Offline;

/// <summary>
/// The streams of a file, as far as they are known: its latest event, and the events whose personal data is gone and no event has said yet
/// that it was erased. Grows with the number of streams.
/// </summary>
internal sealed class ExportedStreams(ExportScope scope, Findings findings)
{
    private static readonly string Erasure = EventTypes.NameOf<PersonalDataErased>();

    private readonly LeafCheck check = new();
    private readonly Dictionary<StreamKey, (long Version, long Place, byte[] Leaf)> latest = [];
    private readonly Dictionary<StreamKey, List<(long Version, long Place)>> erased = [];

    /// <summary>Events of which nobody says in the file that they were erased, since it ends before.</summary>
    public long Unproven { get; private set; }

    private bool IsTimed => scope.From is not null || scope.To is not null;

    /// <summary>The fault of the event itself or of its place in its stream, or null.</summary>
    public string? Fault(ExportedEvent e, long place)
    {
        var known = latest.TryGetValue(e.Stream, out var before);
        latest[e.Stream] = (e.Version, place, e.Hash!);
        var lacks = e.Version > before.Version + 1 && !IsTimed;
        if (lacks && e.Subject.Previous is null)
        {
            // Without its prev it cannot be right: that follows from what is missing, and is not told.
            findings.Missing(e.Stream, (before.Version + 1, e.Version), (known ? before.Place : -1, place));
            return null;
        }
        if (!scope.Holds(e.Stream, e.Subject.At))
            return "it is not among what the file was asked for";
        if (!e.IsRight(check))
            return "its content does not make its leaf";
        if (e.Version <= before.Version)
            return $"its version does not follow version {before.Version}";
        if (known && e.Version == before.Version + 1 && !LeafCheck.Same(e.Subject.Previous, before.Leaf))
            return "its prev is not the leaf of the event before it";
        if (lacks)
            findings.Missing(e.Stream, (before.Version + 1, e.Version), (known ? before.Place : -1, place));
        Note(e, place);
        return null;
    }

    /// <summary>At the end of the file.</summary>
    public void End()
    {
        foreach (var (stream, events) in erased)
            foreach (var (version, place) in events)
                if (scope.To is null)
                    findings.Add(stream, version, place, "its personal data is gone, and no later event says that it was erased");
                else
                    Unproven++;
    }

    private void Note(ExportedEvent e, long place)
    {
        if (e.IsErased)
        {
            if (!erased.TryGetValue(e.Stream, out var events))
                erased[e.Stream] = events = [];
            events.Add((e.Version, place));
        }
        else if (e.Subject.Type == Erasure && e.Data.TryGetProperty("upTo", out var upto) && upto.ValueKind == JsonValueKind.Number
            && upto.TryGetInt64(out var version) && erased.TryGetValue(e.Stream, out var events))
        {
            events.RemoveAll(gone => gone.Version <= version);
        }
    }
}
