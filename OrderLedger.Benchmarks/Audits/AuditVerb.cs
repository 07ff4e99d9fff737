using System.CommandLine;
using System.Text.Json;

namespace OrderLedger.Benchmarks.Audits;

/// <summary>audit: how fast the history of one order and the audit across orders answer, as ratios to plain SQL of the same rows.</summary>
internal static class AuditVerb
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly Option<int> Events = Asked.Number("--events", "Events in the ledger, about.", 1_000_000, 1_000, 10_000_000);
    private static readonly Option<int> Rounds =
        Asked.Number("--rounds", "How often each question is asked; the median is shown.", 15, 3, 1_000);
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Write the figures there too." };

    public static Command Make()
    {
        var verb = new Command("audit",
            "Starts a server, seeds it in bulk, asks for histories and GET /api/audit with each filter, in turns with plain SQL.")
        {
            Events, Rounds, Json,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        AuditFigures figures;
        try
        {
            figures = await AuditBench.Run(call.GetValue(Events), call.GetValue(Rounds), stop);
        }
        catch (Exception clear) when (clear is InvalidOperationException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(clear.Message);
            return 1;
        }
        Console.WriteLine(figures.Table());
        if (call.GetValue(Json) is { } file)
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(figures, Indented), stop);
        return 0;
    }
}
