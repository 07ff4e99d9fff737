using OrderLedger.Api.Ledger;
using OrderLedger.Benchmarks.Compare;
using OrderLedger.Benchmarks.Limit;
using OrderLedger.Benchmarks.Rebuilds;

namespace OrderLedger.Benchmarks.Exports;

/// <summary>
/// The verb <c>export</c> beside an idle server and an export over HTTP, in turns with plain COPY: of ledgers of several sizes,
/// one after the other. Memory is flat where all of them took the same.
/// </summary>
internal static class ExportBench
{
    private const string OverHttp = "ndjson over HTTP";

    private static readonly string[] Kinds = ["--format ndjson", "--format ndjson --gzip", "--format csv"];

    public static async Task<ExportFigures> Run(IReadOnlyList<int> sizes, int rounds, CancellationToken stop)
    {
        var figures = new List<ExportFigure>();
        foreach (var events in sizes)
            figures.AddRange(await Of(events, rounds, stop));
        return new(figures);
    }

    private static async Task<List<ExportFigure>> Of(int events, int rounds, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var api = await ApiProcess.Start(folder.Path, stop);
        await using var database = Database.Connect(await Guest.ConnectionString(folder.Path, stop));
        await BulkSeeding.Run(folder.Path, events, stop);
        var count = (await database.Query(r => r.GetInt64(0), "select count(*) from ledger.mt_events", stop))[0];
        // What the verb's process pays at its first run, the files of the program, no later one pays.
        await VerbExport.Run(Kinds[0], folder.Path, stop);
        string[] kinds = [.. Kinds, OverHttp];
        var measured = kinds.ToDictionary(k => k, _ => new List<(double, ExportRound)>());
        for (var round = 0; round < rounds; round++)
            foreach (var kind in kinds)
            {
                var copy = await PlainCopy.Seconds(database, stop);
                measured[kind].Add((copy, kind == OverHttp
                    ? await HttpExport.Run(api, stop)
                    : await VerbExport.Run(kind, folder.Path, stop)));
            }
        return [.. kinds.Select(k => ExportFigure.Of(k.Replace("--format ", "", StringComparison.Ordinal), count, measured[k]))];
    }
}
