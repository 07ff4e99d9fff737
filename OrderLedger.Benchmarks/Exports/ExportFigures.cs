using System.Globalization;
using System.Text;

namespace OrderLedger.Benchmarks.Exports;

/// <summary>One kind of export, once: how long it took, how large it was, and the most memory that the process writing it had.</summary>
internal sealed record ExportRound(double Seconds, double MiB, double PeakMiB);

/// <summary>One kind of export of one ledger: the median of its rounds, and of plain COPY in turns with them.</summary>
internal sealed record ExportFigure(string Kind, long Events, double Seconds, double CopySeconds, double MiB, double PeakMiB)
{
    public static ExportFigure Of(string kind, long events, IReadOnlyList<(double Copy, ExportRound Export)> rounds) => new(kind, events,
        Median(rounds.Select(r => r.Export.Seconds)), Median(rounds.Select(r => r.Copy)), rounds[0].Export.MiB,
            rounds.Max(r => r.Export.PeakMiB));

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}

/// <summary>The figures of one run, of all its ledgers.</summary>
internal sealed record ExportFigures(IReadOnlyList<ExportFigure> Exports)
{
    /// <summary>In Markdown.</summary>
    public string Table()
    {
        var text = new StringBuilder("| export | events | events/s | plain COPY, rows/s | export : COPY | MiB | peak memory, MiB |\n");
        text.Append("|---|---|---|---|---|---|---|\n");
        foreach (var e in Exports)
            text.Append(CultureInfo.InvariantCulture,
                $"| {e.Kind} | {e.Events:N0} | {e.Events / e.Seconds:N0} | {e.Events / e.CopySeconds:N0} | ")
                .Append(CultureInfo.InvariantCulture, $"**{e.CopySeconds / e.Seconds:N2}** | {e.MiB:N0} | {e.PeakMiB:N0} |\n");
        return text.ToString();
    }
}
