using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Proving.Offline;

/// <summary>
/// The result of verifying a file. Without findings all of it is as it was signed, as far as <c>Checkpoint</c> covers it.
/// </summary>
internal sealed record OfflineVerdict(long Events, long Places, ExportScope Scope, Checkpoint Checkpoint)
{
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>All findings, of which <see cref="Findings"/> are the first.</summary>
    public long Count { get; init; }

    /// <summary>Events without personal data, in a file that ends before it could say who erased it.</summary>
    public long Unproven { get; init; }
}

/// <summary>
/// Verifies an export file against a checkpoint, without a database (docs/proof.md, "The export file"): every leaf from the content, every
/// place, every stream, and the root where the checkpoint ends.
/// </summary>
internal sealed class OfflineVerify
{
    private const int ShownEvery = 10_000;

    private readonly Findings findings = new();
    private readonly ExportScope scope;
    private readonly Checkpoint checkpoint;
    private readonly ExportedStreams streams;
    private readonly SignedTree tree;
    private readonly AnchorCursor? anchor;

    private long events;
    private long next;
    private (long Events, long Size)? end;

    private OfflineVerify(ExportHeader header, OfflineProof proof)
    {
        (scope, checkpoint) = (header.Scope, proof.Checkpoint);
        streams = new(scope, findings);
        tree = new(proof.With(header, findings), findings);
        anchor = proof.Anchor is null ? null : new(proof.Anchor, checkpoint);
    }

    /// <param name="file">Plain or compressed.</param>
    /// <param name="proof">What it is compared with.</param>
    /// <param name="show">Is told the number of events now and then.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FormatException">It is no export file.</exception>
    public static async Task<OfflineVerdict> Run(string file, OfflineProof proof, Action<long> show, CancellationToken stop)
    {
        OfflineVerify? verify = null;
        try
        {
            await foreach (var line in ExportedLines.Of(file, stop))
            {
                if (verify is null)
                    verify = new(ExportHeader.Read(line), proof);
                else
                    verify.Take(line);
                if (verify.events % ShownEvery == 0)
                    show(verify.events);
            }
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidDataException)
        {
            verify?.findings.Add($"The file cannot be read behind place {verify.next - 1}: it is damaged or cut off.");
        }
        return verify?.End() ?? throw new FormatException("The file is no export: its first line is not one's.");
    }

    private void Take(JsonElement line)
    {
        if (end is not null)
        {
            findings.Add("Something stands behind the last line.");
            return;
        }
        try
        {
            if (line.TryGetProperty("skipped", out var run))
                Skip(run.GetProperty("from").GetInt64(), run.GetProperty("to").GetInt64(), run.GetProperty("parts"));
            else if (line.TryGetProperty("end", out var last))
                end = (last.GetProperty("events").GetInt64(), last.GetProperty("size").GetInt64());
            else
                Event(ExportedEvent.Read(line));
        }
        catch (Exception other) when (other is FormatException or KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            tree.Break();
            findings.Place(next, $"place {next}: the line cannot be read");
        }
    }

    private void Event(ExportedEvent e)
    {
        events++;
        if (e.Place is not { } place || e.Hash is null)
        {
            findings.Place(next, $"{e.Stream} v{e.Version} (before place {next + 1}): it has no leaf");
            return;
        }
        if (place < next)
        {
            findings.Add(e.Stream, e.Version, place, "its place is not behind the one before it");
            return;
        }
        MissingUpto(place);
        var kept = anchor?.At(place);
        var fault = streams.Fault(e, place);
        if (kept is { } other && !LeafCheck.Same(other.Hash, e.Hash))
            fault ??= "its leaf is not the one in the folder";
        if (fault is not null)
            findings.Add(e.Stream, e.Version, place, kept is { } name && (name.Stream, name.Version) != (e.Stream, e.Version)
                ? $"{fault}; {name.Stream} v{name.Version} was recorded there" : fault);
        tree.Add(0, e.Hash);
        next = place + 1;
    }

    private void Skip(long from, long to, JsonElement parts)
    {
        if (scope.IsWhole)
            findings.Place(from, $"places {from} to {to - 1}: the file says it is whole, and skips events");
        MissingUpto(from);
        var complete = MerkleTree.CompleteIn(from, to).ToList();
        if (from != next || complete.Count != parts.GetArrayLength())
            throw new FormatException("The parts are not those of the run.");
        foreach (var ((level, index), part) in complete.Zip(parts.EnumerateArray(), (tree, part) =>
            (tree, Convert.FromHexString(part.GetString()!))))
        {
            var first = index << level;
            if (anchor is not null && first + (1L << level) <= checkpoint.Size && !LeafCheck.Same(Kept(first, 1L << level), part))
                findings.Place(first,
                    $"places {first} to {first + (1L << level) - 1}: what stands for the skipped events is not what is in the folder");
            tree.Add(level, part);
        }
        next = to;
    }

    private byte[]? Kept(long first, long count)
    {
        var part = new MerkleFrontier();
        for (var place = first; place < first + count; place++)
            if (anchor!.At(place) is { } leaf)
                part.Add(leaf.Hash);
        return part.Size == count ? part.Root() : null;
    }

    private void MissingUpto(long place)
    {
        if (place == next)
            return;
        tree.Break();
        // What the folder names is not guessed at.
        for (; next < place && anchor?.At(next) is { } leaf; next++)
            findings.Add(leaf.Stream, leaf.Version, next, "it is missing");
        if (next < place)
            findings.Missing(next, place);
        next = place;
    }

    private OfflineVerdict End()
    {
        if (end is null)
            findings.Add("The file is cut off: it lacks its last line. Continue it with 'export --resume'.");
        else if (end.Value.Events != events)
            findings.Add($"There are {events} events in the file, and its last line says {end.Value.Events}.");
        else if (end.Value.Size < next)
            findings.Add($"The file goes up to place {next - 1}, and its last line says that there were {end.Value.Size}.");
        var places = next;
        if (end is { Size: var size } && size > next)
            MissingUpto(size);
        tree.End(next);
        if (next < checkpoint.Size)
        {
            if (anchor is not null && end is not null)
                MissingUpto(checkpoint.Size);
            findings.Add($"There are {places} places in the file, and the checkpoint covers {checkpoint.Size}: events were deleted, an older backup was "
                + "restored, or the file is older than the checkpoint.");
        }
        streams.End();
        if (anchor?.Fault() is { } fault)
            findings.Add(fault);
        anchor?.Dispose();
        return new(events, places, scope, checkpoint)
        { Findings = [.. findings.Shown], Count = findings.Count, Unproven = streams.Unproven };
    }
}
