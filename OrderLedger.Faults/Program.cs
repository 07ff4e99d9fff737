using System.CommandLine;

namespace OrderLedger.Faults;

/// <summary>
/// "dotnet run -c Release --project OrderLedger.Faults -- list" names the scenarios; docs/faults.md tells what they found. Not the usual
/// Program, because the tests see this one beside the server's.
/// </summary>
internal static class EntryPoint
{
    public static Task<int> Main(string[] args) => new RootCommand("Breaks a ledger in every way we know, and checks that it keeps its promises.")
    {
        RunVerb.Make(), RunVerb.MakeList(), ShortVerb.Make(), SoakVerb.Make(),
    }.Parse(args).InvokeAsync();
}
