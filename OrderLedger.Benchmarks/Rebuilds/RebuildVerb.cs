using System.CommandLine;
using System.Text.Json;

namespace OrderLedger.Benchmarks.Rebuilds;

/// <summary>rebuild: how fast projections are built anew, and whether anybody notices.</summary>
internal static class RebuildVerb
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly Option<int> Events = Asked.Number("--events", "Events in the ledger, about.", 1_000_000, 1_000, 10_000_000);
    private static readonly Option<int> Rounds =
        Asked.Number("--rounds", "How often it is rebuilt while idle; the median is shown.", 3, 1, 10);
    private static readonly Option<int> Rate = Asked.Number("--rate", "Pushes per second during the rebuild under load.", 500, 1, 5_000);
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Write the figures there too." };

    public static Command Make()
    {
        var verb = new Command("rebuild", "Starts a server, seeds it in bulk, rebuilds all projections, idle and under load.")
        {
            Events, Rounds, Rate, Json,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        RebuildFigures figures;
        try
        {
            figures = await RebuildBench.Run(new(call.GetValue(Events), call.GetValue(Rounds), call.GetValue(Rate)), stop);
        }
        catch (Exception clear) when (clear is InvalidOperationException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(clear.Message);
            return 1;
        }
        Console.WriteLine(figures.Table());
        if (call.GetValue(Json) is { } file)
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(figures, Indented), stop);
        return figures.IsClean ? 0 : 1;
    }
}
