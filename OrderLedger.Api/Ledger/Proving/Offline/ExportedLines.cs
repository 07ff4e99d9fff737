using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using OrderLedger.Api.Ledger.Exporting;

namespace OrderLedger.Api.Ledger.Proving.Offline;

/// <summary>The lines of an export file, plain or compressed, one at a time.</summary>
internal static class ExportedLines
{
    private const int BufferBytes = 1 << 18;

    /// <summary>No event is larger.</summary>
    private const int LineMax = 64 << 20;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = ExportFormats.DepthMax };

    /// <summary>Each line until its enumerator goes on; a last one that is no whole line is left out.</summary>
    /// <exception cref="JsonException">A line is no JSON.</exception>
    /// <exception cref="InvalidDataException">The compressed file is damaged.</exception>
    public static async IAsyncEnumerable<JsonElement> Of(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes);
        var isSqueezed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        await using var plain = isSqueezed ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        var pipe = PipeReader.Create(plain, new StreamPipeReaderOptions(bufferSize: BufferBytes));
        while (true)
        {
            var read = await pipe.ReadAsync(stop);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                using (var line = JsonDocument.Parse(rest.Slice(0, end), Deep))
                    yield return line.RootElement;
                rest = rest.Slice(rest.GetPosition(1, end));
            }
            if (read.IsCompleted)
                yield break;
            if (rest.Length > LineMax)
                throw new InvalidDataException($"A line is longer than {LineMax} bytes.");
            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }
}
