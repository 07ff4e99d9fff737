using System.CommandLine;
using System.IO.Compression;
using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Cli;

/// <summary>export: writes the ledger into a file that proves itself (ndjson), or as a table (csv). A server may run meanwhile.</summary>
internal static class ExportVerb
{
    private const int BufferBytes = 1 << 16;

    private static readonly Option<string> Format =
        new("--format") { Description = $"{ExportFormats.Known}.", DefaultValueFactory = _ => "ndjson" };
    private static readonly Option<string?> StoreName = new("--store") { Description = "Only this store." };
    private static readonly Option<string?> From =
        new("--from") { Description = "Only events recorded at this day or time (UTC unless it names a zone) or later." };
    private static readonly Option<string?> To =
        new("--to") { Description = "Only events recorded before this time. A day means its beginning." };
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "A new file (default: stdout)." };
    private static readonly Option<bool> Gzip = new("--gzip") { Description = "Compress it." };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Continue a file that was cut off." };

    public static Command Make()
    {
        var verb = new Command("export", "Writes every event to a file: as ndjson with its proof, or as a csv table.")
        {
            Format, StoreName, From, To, Out, Gzip, Resume,
        };
        verb.SetAction((call, stop) => Session.Run(session => Run(call, session, stop), stop));
        return verb;
    }

    private static async Task<int> Run(ParseResult call, Session session, CancellationToken stop)
    {
        var format = ExportFormats.Parse(call.GetValue(Format)) ?? throw new UsageException($"--format takes {ExportFormats.Known}.");
        var scope = new ExportScope(call.GetValue(StoreName), Time(call, From), Time(call, To));
        if (scope.Store is { } name)
            await session.AnyStoreNamed(name, stop);
        var task = new ExportTask(format, scope).By(Operator.Here, session.Get<Actions>());
        var proof = format == ExportFormat.Ndjson && call.GetValue(Out) is { } named ? new ExportProof(named) : null;
        if (!call.GetValue(Resume))
        {
            proof?.AssertNew();
            await using var into = Opened(call.GetValue(Out));
            if (proof is not null)
                await ExportProof.Sign(session.Get<Checkpointer>(), stop);
            var done = await Write(task, into, call.GetValue(Gzip), session, stop);
            await (proof?.Write(done.Checkpoint, session.Get<SigningKeys>(), stop) ?? Task.CompletedTask);
            return 0;
        }

        if (call.GetValue(Out) is not { Exists: true } file || call.GetValue(Gzip))
            throw new UsageException("--resume takes --out with a file that exists, and no --gzip: only an uncompressed file can be continued.");
        var cut = CutExport.Read(file.FullName, format);
        if (cut.Scope is { } begun && begun != scope)
            throw new UsageException("The file was begun with another --store, --from or --to.");
        if (cut.IsWhole)
        {
            await Console.Error.WriteLineAsync("The file is whole: it has its last line.");
            return 0;
        }
        await using var rest = file.Open(FileMode.Open, FileAccess.Write);
        rest.SetLength(cut.Bytes);
        rest.Position = cut.Bytes;
        var continued = await Write(cut.After is null
            ? task
            : (task with { After = cut.After, BrokenAt = cut.BrokenAt })
                .By(Operator.Here, session.Get<Actions>()), rest, false, session, stop);
        var signed = cut.After is null ? continued.Checkpoint : (await session.Get<CheckpointTable>().OfSize(cut.BrokenAt, stop))?.Note;
        await (proof?.Write(signed, session.Get<SigningKeys>(), stop) ?? Task.CompletedTask);
        return 0;
    }

    private static async Task<Exported> Write(ExportTask task, Stream into, bool gzip, Session session, CancellationToken stop)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Exported done;
        try
        {
            await using var squeezed = gzip ? new GZipStream(into, CompressionLevel.Fastest, leaveOpen: true) : null;
            done = await ExportProgress.Of(show => session.Get<Exporter>().Run(task, squeezed ?? into, show, stop));
        }
        catch (IOException full)
        {
            throw new UsageException($"The export cannot be written: {full.Message}");
        }
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{done.Events:N0} events in {clock.Elapsed.TotalSeconds:N1} s."));
        return done;
    }

    private static Stream Opened(FileInfo? file)
    {
        if (file is null)
            return Console.OpenStandardOutput();
        if (file.Exists)
            throw new UsageException($"{file.FullName} is there already. Choose another file, or continue it with --resume.");
        try
        {
            return new FileStream(file.FullName, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferBytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file.FullName} cannot be made: {refused.Message}");
        }
    }

    private static DateTimeOffset? Time(ParseResult call, Option<string?> option) => call.GetValue(option) is not { } text ? null
        : JsonMembers.Time(text, TimeZoneInfo.Utc)
          ?? throw new UsageException($"{option.Name} takes a day or a time in ISO 8601, e.g. 2026-01-31, not '{text}'.");
}
