using System.CommandLine;

namespace OrderLedger.Benchmarks.Imports;

/// <summary>
/// import: how fast a shop's orders come into the ledger, in how much memory, and whether a killed import doubles anything.
/// </summary>
internal static class ImportVerb
{
    private static readonly Option<int> Orders = Asked.Number("--orders", "Orders of the shop.", 50_000, 1_000, 1_000_000);

    public static Command Make()
    {
        var verb = new Command("import", "Imports a shop of many orders, a tenth of it and all of it, then again with a kill in the middle.") { Orders };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        try
        {
            await ImportBench.Run(call.GetValue(Orders), Console.Out, stop);
            return 0;
        }
        catch (Exception clear) when (clear is InvalidOperationException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(clear.Message);
            return 1;
        }
    }
}
