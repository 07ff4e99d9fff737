using System.CommandLine;
using BenchmarkDotNet.Running;

namespace OrderLedger.Benchmarks.Micro;

/// <summary>
/// micro: fold, decide and prove by BenchmarkDotNet. Everything behind the verb is BenchmarkDotNet's, e.g. <c>--job short</c>.
/// </summary>
internal static class MicroVerb
{
    public static Command Make()
    {
        var verb = new Command("micro", "Fold, decide and prove, by BenchmarkDotNet; takes its options, e.g. --job short.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        verb.SetAction(call =>
        {
            BenchmarkSwitcher.FromTypes([typeof(Folding), typeof(Deciding), typeof(Proving)])
                .Run(["--filter", "*", .. call.UnmatchedTokens]);
            return 0;
        });
        return verb;
    }
}
