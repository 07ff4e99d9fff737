using System.CommandLine;
using OrderLedger.Api.Cli.Seeding;

namespace OrderLedger.Api.Cli;

/// <summary>
/// The verbs of the command line. Results go to stdout, progress and complaints to stderr; exit code 0 done, 1 failed, 2
/// called wrongly.
/// </summary>
internal static class Verbs
{
    public static async Task<int> Run(string[] args)
    {
        var serve = new Command("serve",
            "Listens for pushes and reads (the default). Takes settings such as --urls.")
        { TreatUnmatchedTokensAsErrors = false };
        serve.SetAction((_, _) => Serve.Run(args[1..]));
        var root = new RootCommand("OrderLedger: an event-sourced order-status ledger. Without a verb it serves.")
        {
            serve, MigrateVerb.Make(), VerifyVerb.Make(), StoresVerb.Make(), KeysVerb.Make(), SeedVerb.Make(), ReplayVerb.Make(),
            RebuildVerb.Make(), ProofVerb.Make(),
            EraseVerb.Make(), ExportVerb.Make(), CodegenVerb.Make(),
        };

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("Add --help to see what can be said.");
            return 2;
        }
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>Runs a verb on an open session and turns what the operator can mend into one line and an exit code.</summary>
    public static async Task<int> InSession(Func<Session, Task<int>> verb, CancellationToken stop, bool prepared = true)
    {
        try
        {
            await using var session = await Session.Open(stop, prepared);
            return await verb(session);
        }
        catch (Exception clear) when (Session.IsClear(clear))
        {
            await Console.Error.WriteLineAsync(clear.Message);
            return clear is UsageException ? 2 : 1;
        }
        catch (Npgsql.NpgsqlException refused)
        {
            await Console.Error.WriteLineAsync($"The database refused: {refused.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 1;
        }
    }
}
