using System.CommandLine;
using OrderLedger.Benchmarks.Audits;
using OrderLedger.Benchmarks.Compare;
using OrderLedger.Benchmarks.Exports;
using OrderLedger.Benchmarks.Feed;
using OrderLedger.Benchmarks.Imports;
using OrderLedger.Benchmarks.Limit;
using OrderLedger.Benchmarks.Load;
using OrderLedger.Benchmarks.Micro;
using OrderLedger.Benchmarks.Outgoing;
using OrderLedger.Benchmarks.Pages;
using OrderLedger.Benchmarks.Rebuilds;

// "dotnet run -c Release --project OrderLedger.Benchmarks -- --help" names the verbs; docs/benchmarks.md says what they measure.
var root = new RootCommand("How fast OrderLedger is, as ratios within one run.")
{
    LoadVerb.Make(), LimitVerb.Make(), CompareVerb.Make(), CompareDialectsVerb.Make(), CompareBuildsVerb.Make(), ComparePlainVerb.Make(),
    RebuildVerb.Make(), ExportVerb.Make(), FeedVerb.Make(), WebhookVerb.Make(), ImportVerb.Make(), AuditVerb.Make(), PagesVerb.Make(),
    PagesVerb.MakeLive(), MicroVerb.Make(),
};
return await root.Parse(args).InvokeAsync();
