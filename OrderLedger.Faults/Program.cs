using System.CommandLine;
using OrderLedger.Faults;

// "dotnet run -c Release --project OrderLedger.Faults -- list" names the scenarios; docs/faults.md tells what they found.
var root = new RootCommand("Breaks a ledger in every way we know, and checks that it keeps its promises.")
{
    RunVerb.Make(), RunVerb.MakeList(), ShortVerb.Make(), SoakVerb.Make(),
};
return await root.Parse(args).InvokeAsync();
