using System.CommandLine;
using System.Text.RegularExpressions;
using OrderLedger.Api.Cli.Seeding;

namespace OrderLedger.Api.Cli;

/// <summary>
/// The verbs of the command line. Results go to stdout, progress and complaints to stderr; exit code 0 done, 1 failed, 2
/// called wrongly.
/// </summary>
internal static partial class Verbs
{
    public static async Task<int> Run(string[] args)
    {
        var parsed = Make(args).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(Plain(error.Message));
            await Console.Error.WriteLineAsync("Add --help to see what can be said.");
            return 2;
        }
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    internal static RootCommand Make(string[] args)
    {
        var serve = new Command("serve",
            $"Listens for pushes and reads (the default). Takes settings from the environment, or as --NAME VALUE:\n\n{SettingWords.Listed}")
        { TreatUnmatchedTokensAsErrors = false };
        serve.SetAction((_, _) => Serve.Run(args[1..]));
        return new RootCommand("OrderLedger: an event-sourced order-status ledger. Without a verb it serves.")
        {
            serve, MigrateVerb.Make(), VerifyVerb.Make(), StoresVerb.Make(), KeysVerb.Make(), WebhooksVerb.Make(), AlertsVerb.Make(),
            SeedVerb.Make(), ReplayVerb.Make(), RebuildVerb.Make(), ProofVerb.Make(),
            EraseVerb.Make(), ExportVerb.Make(), ImportVerb.Make(), ConfigVerb.Make(), DoctorVerb.Make(), CompletionVerb.Make(),
            CodegenVerb.Make(),
        };
    }

    // The parser names types of .NET.
    private static string Plain(string message) => OfType().Replace(message, match => match.Groups[1].Value switch
    {
        var type when type.Contains("Int", StringComparison.Ordinal) || type.Contains("Double", StringComparison.Ordinal) => "as a number",
        var type when type.Contains("Boolean", StringComparison.Ordinal) => "as true or false",
        _ => "as what is wanted there",
    });

    [GeneratedRegex("as expected type '([^']*)'")]
    private static partial Regex OfType();
}
